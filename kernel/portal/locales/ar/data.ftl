data-title = البيانات المفتوحة
data-lead = { $count ->
    [0] لا تُنشر أي مجموعة بيانات حاليًا.
    [one] مجموعة بيانات واحدة للتنزيل، دون حساب.
    [two] مجموعتا بيانات للتنزيل، دون حساب.
    [few] { $count } مجموعات بيانات للتنزيل، دون حساب.
   *[other] { $count } مجموعة بيانات للتنزيل، دون حساب.
}
data-licence = الرخصة
data-updated = أحدث البيانات
data-period = الفترة المشمولة
data-period-value = من { $from } إلى { $to }
data-frequency = التحديث
data-frequency-daily = كل يوم
data-frequency-weekly = كل أسبوع
data-frequency-monthly = كل شهر
data-frequency-quarterly = كل ثلاثة أشهر
data-frequency-annual = كل سنة
data-frequency-irregular = غير منتظم
data-files = الملفات
data-file = الملف
data-format = الصيغة
data-size = الحجم
data-checksum = بصمة SHA-256
data-schema = المخطط المتّبع
data-download = تنزيل { $title }
data-keywords = الكلمات المفتاحية
data-catalogue-heading = الفهرس، للبرامج
data-catalogue = الفهرس الكامل بصيغة DCAT التي تستطيع data.gouv.fr وبوابات أخرى جمعها:
data-catalogue-check = للتحقق من ملف: احسبوا بصمته (sha256sum) وقارنوا.
data-api-heading = السؤال بدل التنزيل
data-api-link = الاطلاع على واجهة البرمجة

api-title = واجهة البرمجة (API)
api-lead = السجلات العمومية للبرامج: للقراءة، بصيغة JSON، دون مفتاح أو حساب.
api-document = وصف OpenAPI 3.1
api-base = العنوان الأساسي
api-errors-heading = عند الخطأ
api-errors = الجواب كائن JSON من نوع problem (RFC 9457): يقول title وdetail ما الخلل وما العمل.
api-operations-heading = ما يمكنكم طلبه
api-none = لا يوجد أي عنوان مفتوح حاليًا.
api-parameter = المعامل
api-meaning = ما يفعله
api-required = إلزامي
api-try = جرّبوا
api-parameters-of = معاملات { $operation }
