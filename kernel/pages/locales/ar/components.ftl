# المكونات.
pager-label = صفحات القائمة
pager-previous = الصفحة السابقة
pager-next = الصفحة التالية
pager-page = الصفحة { $page }
pager-position = الصفحة { $page } من { NUMBER($pages) }
errors-title = هناك مشكلة
source-as-of = { $source }، { $day }
chart-same = الأرقام نفسها
chart-see-table = الأرقام نفسها في الجدول التالي.
chart-total = المجموع
chart-value = المبلغ
chart-share = النسبة
chart-none = —
