# Les composants.
pager-label = Pages de la liste
pager-previous = Page précédente
pager-next = Page suivante
pager-page = Page { $page }
pager-position = page { $page } sur { NUMBER($pages) }
errors-title = Il y a un problème
source-as-of = { $source }, le { $day }
chart-same = Les mêmes chiffres
chart-see-table = Les mêmes chiffres sont dans le tableau qui suit.
chart-total = Total
chart-value = Montant
chart-share = Part
chart-none = —
