# إطار جميع الصفحات.
layout-skip = انتقل إلى المحتوى
layout-demo-title = مدينة تجريبية.
layout-demo-text = الأشخاص والجمعيات والأماكن والأرقام كلها خيالية.
layout-tagline = متضامنة، شبّاك واحد للجميع
layout-languages = اللغة
layout-home = الاستقبال
layout-crumbs = مسار التصفح
layout-doors = أبواب المدينة
layout-about = معلومات عن الموقع
layout-accessibility-none = إمكانية الوصول: غير مطابقة
layout-accessibility-partly = إمكانية الوصول: مطابقة جزئيا
layout-accessibility-fully = إمكانية الوصول: مطابقة كليا
layout-privacy = البيانات الشخصية
layout-legal = معلومات قانونية
layout-open-data = البيانات المفتوحة
layout-api = API
layout-error-prefix = خطأ:
