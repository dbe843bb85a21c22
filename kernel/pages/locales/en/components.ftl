# The components.
pager-label = Pages of the list
pager-previous = Previous page
pager-next = Next page
pager-page = Page { $page }
pager-position = page { $page } of { NUMBER($pages) }
errors-title = There is a problem
source-as-of = { $source }, { $day }
chart-same = The same figures
chart-see-table = The same figures are in the table that follows.
chart-total = Total
chart-value = Amount
chart-share = Share
chart-none = —
