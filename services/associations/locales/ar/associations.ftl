### Public pages of the door of associations.

door-title = الجمعيات
door-blurb = الدليل، والمال العام الذي تلقّته، والبيانات المفتوحة

list-title = الجمعيات
list-kick = الدليل
list-lead = ابحث عن جمعية، واقرأ ما تقوم به وما تلقّته من مال عام.
list-search-label = الاسم أو النشاط أو رقم RNA أو SIREN
list-search-example = مثال: حديقة مشتركة
list-search-button = بحث
list-filters = تضييق القائمة
list-filter-quarter = الحي
list-filter-theme = النشاط
list-filter-size = الحجم
list-filter-any = الكل
list-filter-anywhere = الكل
list-filter-grants = تلقّت مالًا عامًا
list-filter-sort = الترتيب
list-sort-name = حسب الاسم
list-sort-money = المال العام المتلقّى
list-sort-recent = آخر علامة نشاط
list-filter-apply = عرض
list-count = { $count ->
    [0] لا توجد جمعيات
    [one] جمعية واحدة ({ $count })
    [two] جمعيتان ({ $count })
    [few] { $count } جمعيات
   *[other] { $count } جمعية
}
list-found = { $count ->
    [0] لا توجد جمعية مطابقة لـ «{ $query }»
    [one] جمعية واحدة ({ $count }) مطابقة لـ «{ $query }»
    [two] جمعيتان ({ $count }) مطابقتان لـ «{ $query }»
    [few] { $count } جمعيات مطابقة لـ «{ $query }»
   *[other] { $count } جمعية مطابقة لـ «{ $query }»
}
list-near = لا توجد جمعية تطابق كل كلماتك. إليك الأقرب.
list-first-hits = تظهر أفضل { $count } نتيجة فقط. استعمل كلمات أدقّ للعثور على غيرها.
list-living-only = تظهر جمعيات المدينة التي أعطت علامة نشاط خلال السنوات الثلاث الأخيرة.
list-show-all = إظهار البقية أيضًا ({ $count })، القديمة أو من خارج المدينة
list-all-shown = تظهر كل الجمعيات المعروفة، حتى الخاملة أو التي لم تعد موجودة.
list-show-living = إظهار الجمعيات النشطة فقط
list-empty-what = جرّب كلمة أقصر أو كلمة أخرى، أو أزل أحد المرشّحات.
list-empty-register = السجل فارغ حتى الآن. ستظهر الجمعيات هنا بعد أن تحمّل المدينة السجل الوطني.
list-reset = العودة إلى القائمة كاملة
list-heard = آخر علامة: { $when }
list-never-heard = لا علامة نشاط معروفة
list-dissolved = منحلّة أو زالت
list-elsewhere = خارج المدينة
list-results = النتائج
list-figures-link = المال العام للمدينة بالأرقام
list-data-link = تنزيل البيانات
list-bad-page = هذه الصفحة غير موجودة: عدد صفحات القائمة { $pages ->
    [one] صفحة واحدة
   *[other] { $pages }
}.
list-bad-filter = يطلب العنوان مرشّحًا غير موجود ({ $name }). اختر من القائمة.
list-bad-page-number = يطلب العنوان صفحة ليست رقمًا. عُد إلى بداية القائمة.

theme-culture = الثقافة
theme-sport = الرياضة
theme-leisure = الترفيه
theme-education = التعليم والتكوين
theme-health = الصحة
theme-solidarity = التضامن
theme-family = الأسرة والطفولة وكبار السن
theme-rights = الحقوق والحياة المدنية
theme-environment = الطبيعة والبيئة
theme-heritage = التراث والذاكرة
theme-economy = الاقتصاد والعمل
theme-housing = السكن وبيئة العيش
theme-belief = المعتقدات والعبادة
theme-safety = الإغاثة والسلامة
theme-other = نشاط غير محدّد

size-none = دون أجراء
size-small = من 1 إلى 9 أجراء
size-medium = من 10 إلى 49 أجيرًا
size-large = 50 أجيرًا فأكثر
size-unknown = الحجم غير معروف

sheet-received = من المال العام سنة { $year }
sheet-received-all = من المال العام المعروف، من { $from } إلى { $to }
sheet-heard = آخر علامة نشاط
sheet-since = سنة التأسيس
sheet-object = ما تصرّح الجمعية بأنها تقوم به
sheet-no-object = لا يذكر السجل ما تقوم به هذه الجمعية.
sheet-object-source = الغرض المصرّح به في السجل الوطني للجمعيات (RNA)، نسخة { $date }
sheet-money = المال العام المتلقّى
sheet-no-money = لا تعرف المدينة أي إعانة. هذا لا يعني أنه لم توجد أي إعانة.
sheet-chart-title = من { $from } إلى { $to }: ‏{ $total } معروفة
sheet-chart-unit = المال العام المتلقّى كل سنة، باليورو
sheet-chart-label = أعمدة من { $from } إلى { $to }. الأرقام نفسها في الجدول التالي.
sheet-table = كل إعانة مع مصدرها
sheet-col-year = السنة
sheet-col-grantor = الجهة المانحة
sheet-col-purpose = الغرض
sheet-col-amount = المبلغ
sheet-col-source = المصدر
sheet-total = المجموع
sheet-in-kind = إعانة عينية
sheet-no-purpose = الغرض غير منشور
sheet-not-valued = غير مقدّرة
sheet-source-scdl = الإعانات المنشورة، ملف { $date }
sheet-source-annex = ملحق ميزانية الدولة
sheet-money-source = هذه الإعانات مأخوذة من ملفات تسلّمتها المدينة. قد ينقص بعضها.
sheet-identity = الهوية
sheet-address = العنوان
sheet-address-hidden = غير منشور، حمايةً للأشخاص
sheet-quarter = الحي
sheet-rna = رقم RNA (سجل الجمعيات)
sheet-siren = رقم SIREN
sheet-siret = رقم SIRET للمقر
sheet-form = الشكل القانوني
sheet-form-association = جمعية ({ $code })
sheet-form-public-utility = جمعية ذات منفعة عامة ({ $code })
sheet-form-other = الفئة القانونية { $code }
sheet-form-undeclared = جمعية مسجّلة في RNA
sheet-form-listed = لم تحدّده السجلات
sheet-created = تاريخ التأسيس
sheet-declared = آخر تصريح
sheet-dissolved = تاريخ الحل
sheet-size = الأجراء
sheet-website = الموقع
sheet-acronym = الاسم المختصر
sheet-source-rna = السجل الوطني للجمعيات، نسخة { $date }
sheet-source-sirene = ‏Sirene (INSEE)، نسخة { $date }
sheet-source-listed = معروفة من قائمة «{ $source }» لسنة { $year }، ولم ترد بعد في أي سجل
sheet-gone-rna = لم تعد واردة في السجل الوطني بتاريخ { $date }.
sheet-gone-sirene = لم تعد واردة في ملف Sirene بتاريخ { $date }.
sheet-tag-sleeping = دون علامة نشاط منذ ثلاث سنوات
sheet-tag-dissolved = منحلّة أو زالت
sheet-tag-living = نشطة
sheet-wrong = هل هناك خطأ؟
sheet-wrong-text = لكل معلومة مصدر وتاريخ. إليك كيفية تصحيحها عند المصدر.
sheet-wrong-link = طلب تصحيح معلومة
sheet-api = هذه الصفحة بصيغة JSON

correct-title = طلب تصحيح معلومة
correct-lead = تنسخ المدينة هنا سجلات وطنية. يُصحَّح الخطأ عند المصدر، ويظهر التصحيح هنا مع النسخة التالية.
correct-rna = الاسم والغرض والعنوان والمسؤولون
correct-rna-text = هذه المعلومات من السجل الوطني للجمعيات. تعدّلها الجمعية بنفسها على الموقع service-public.fr، أو برسالة إلى كتابة ضبط الجمعيات في المحافظة.
correct-sirene = أرقام SIREN وSIRET والأجراء والنشاط
correct-sirene-text = هذه المعلومات من Sirene (INSEE). تطلب الجمعية التعديل عبر sirene-associations@insee.fr، مع إثبات تصريحها.
correct-hide = عنوان يحمي أشخاصًا
correct-hide-text = هل يجب ألا يظهر منزل أو مأوى؟ اكتب إلى المدينة أو اتصل بها: يُخفى العنوان فورًا، هنا وفي الملفات.
correct-money = مبلغ
correct-money-text = الإعانات مأخوذة من ملفات تنشرها الجهات المانحة. اطلب منها التصحيح: اسمها مذكور في كل سطر.
correct-contact = مراسلة المدينة: { $email }
correct-no-contact = لم تحدّد المدينة بعد عنوانًا للمراسلة.
correct-unchecked = على المدينة التحقق من العناوين والخطوات قبل الافتتاح.
correct-back = العودة إلى صفحة الجمعية

figures-title = المال العام للجمعيات
figures-kick = بالأرقام
figures-lead = ما تقوله الملفات المنشورة عن إعانات الجمعيات: حسب السنة والنشاط والحي.
figures-living = جمعية في المدينة أعطت علامة نشاط خلال ثلاث سنوات
figures-known = جمعية معروفة، من كل الفترات
figures-last-year = من الإعانات المعروفة سنة { $year }
figures-by-year = حسب السنة
figures-by-year-finding = ‏{ $total } من الإعانات المعروفة منذ { $from }
figures-by-year-unit = الإعانات المعروفة كل سنة، باليورو
figures-by-year-label = أعمدة من { $from } إلى { $to }. الأرقام نفسها في الجدول التالي.
figures-by-theme = حسب النشاط
figures-by-theme-finding = المجال الأول هو «{ $name }»: ‏{ $amount }
figures-by-quarter = حسب الحي
figures-by-quarter-finding = الحي الأول هو «{ $name }»: ‏{ $amount }
figures-by-grantor = حسب الجهة المانحة
figures-group-unit = من { $from } إلى { $to }، باليورو
figures-group-label = عمود لكل سطر، من الأكبر إلى الأصغر. الأرقام نفسها في الجدول.
figures-col-year = السنة
figures-col-grants = الإعانات
figures-col-amount = المبلغ
figures-col-theme = النشاط
figures-col-quarter = الحي
figures-col-grantor = الجهة المانحة
figures-col-bodies = الجمعيات
figures-unknown-quarter = حي غير معروف أو مخفي أو خارج المدينة
figures-none = لا توجد إعانة معروفة حتى الآن. ستظهر الأرقام هنا بعد أن تحمّل المدينة إعاناتها.
figures-source = ملفات إعانات تسلّمتها المدينة. الإعانة دون رقم جمعية غير واردة: قد تكون لشخص.
figures-same = الأرقام نفسها

home-now-figures = المال العام للجمعيات
home-now-figures-note = من يتلقّى كم، وممّن، ولأي غرض.
home-figure-living = جمعية في المدينة أعطت علامة نشاط خلال ثلاث سنوات.
home-figure-living-link = عرض القائمة
home-figure-money = من إعانات الجمعيات المعروفة سنة { $year }.
home-figure-money-link = عرض الأرقام

data-associations-title = الجمعيات
data-associations-text = الجمعيات المعروفة لدى المدينة، من السجل الوطني للجمعيات وSirene. عناوين المنازل والمآوي مخفية. ولا ترد فيها أرقام الهاتف ولا البريد الإلكتروني.
data-grants-title = إعانات الجمعيات
data-grants-text = الإعانات العامة المعروفة لدى المدينة، مع المانح والمتلقّي والمبلغ والغرض. لا يرد فيها أشخاص طبيعيون أبدًا.
data-csv = جدول CSV
data-json = ملف JSON
data-scdl = الصيغة الوطنية SCDL 2.1.1 (السطور الكاملة فقط)
