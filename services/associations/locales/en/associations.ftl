### Public pages of the door of associations.

door-title = Associations
door-blurb = Directory, public money received, open data

list-title = Associations
list-kick = Directory
list-lead = Find an association, read what it does and what public money it received.
list-search-label = Name, activity, RNA or SIREN number
list-search-example = Example: shared garden
list-search-button = Search
list-filters = Narrow the list
list-filter-quarter = Neighbourhood
list-filter-theme = Activity
list-filter-size = Size
list-filter-any = All
list-filter-anywhere = All
list-filter-grants = Received public money
list-filter-sort = Order
list-sort-name = By name
list-sort-money = Public money received
list-sort-recent = Last sign of life
list-filter-apply = Show
list-count = { $count ->
    [0] No association
    [one] { $count } association
   *[other] { $count } associations
}
list-found = { $count ->
    [0] No association matches “{ $query }”
    [one] { $count } association matches “{ $query }”
   *[other] { $count } associations match “{ $query }”
}
list-near = None matches all your words. Here are the closest.
list-first-hits = Only the { $count } best matches are shown. Use more precise words to find others.
list-living-only = You see the associations of the city that gave a sign of life in the last three years.
list-show-all = Also show the { $count } others, old or from elsewhere
list-all-shown = Every known association is shown, also those that sleep or no longer exist.
list-show-living = Show only the living ones
list-empty-what = Try a shorter word, another word, or remove a filter.
list-empty-register = The register is still empty. Associations will appear here once the city has loaded the national register.
list-reset = Back to the whole list
list-heard = Last sign: { $when }
list-never-heard = No known sign of life
list-dissolved = Dissolved or gone
list-elsewhere = Outside the city
list-results = Results
list-figures-link = See the city’s public money in figures
list-data-link = Download the data
list-bad-page = This page does not exist: the list has { $pages ->
    [one] one page
   *[other] { $pages } pages
}.
list-bad-filter = The address asks for a filter that does not exist ({ $name }). Choose from the list.
list-bad-page-number = The address asks for a page that is not a number. Go back to the start of the list.

theme-culture = Arts and culture
theme-sport = Sport
theme-leisure = Leisure
theme-education = Education and training
theme-health = Health
theme-solidarity = Solidarity
theme-family = Family, children, older people
theme-rights = Rights and civic life
theme-environment = Nature and environment
theme-heritage = Heritage and remembrance
theme-economy = Economy and jobs
theme-housing = Housing and neighbourhood life
theme-belief = Beliefs and worship
theme-safety = Rescue and safety
theme-other = Activity not stated

size-none = No employee
size-small = 1 to 9 employees
size-medium = 10 to 49 employees
size-large = 50 employees or more
size-unknown = Size unknown

sheet-received = of public money received in { $year }
sheet-received-all = of known public money, from { $from } to { $to }
sheet-heard = last sign of life
sheet-since = year of creation
sheet-object = What the association says it does
sheet-no-object = The register does not say what this association does.
sheet-object-source = Purpose declared to the national register of associations (RNA), copy of { $date }
sheet-money = Public money received
sheet-no-money = The city knows of no grant. This does not mean that there never was one.
sheet-chart-title = { $from } to { $to }: { $total } known
sheet-chart-unit = Public money received per year, in euros
sheet-chart-label = Bars from { $from } to { $to }. The same figures are in the table that follows.
sheet-table = Each grant with its source
sheet-col-year = Year
sheet-col-grantor = Given by
sheet-col-purpose = For
sheet-col-amount = Amount
sheet-col-source = Source
sheet-total = Total
sheet-in-kind = aid in kind
sheet-no-purpose = purpose not published
sheet-not-valued = not valued
sheet-source-scdl = Published grants, file of { $date }
sheet-source-annex = The State’s budget annex
sheet-money-source = These grants come from files that the city received. Some may be missing.
sheet-identity = Identity
sheet-address = Address
sheet-address-hidden = Not published, to protect people
sheet-quarter = Neighbourhood
sheet-rna = RNA number (register of associations)
sheet-siren = SIREN number
sheet-siret = SIRET number of the head office
sheet-form = Legal form
sheet-form-association = Association ({ $code })
sheet-form-public-utility = Association of public utility ({ $code })
sheet-form-other = Legal category { $code }
sheet-form-undeclared = Association in the RNA
sheet-form-listed = Not stated by the registers
sheet-created = Created on
sheet-declared = Last declaration
sheet-dissolved = Dissolved on
sheet-size = Employees
sheet-website = Web site
sheet-acronym = Acronym
sheet-source-rna = National register of associations, copy of { $date }
sheet-source-sirene = Sirene (INSEE), copy of { $date }
sheet-source-listed = Known from the list “{ $source }” of { $year }, not yet from a register
sheet-gone-rna = The national register of { $date } no longer has it.
sheet-gone-sirene = The Sirene file of { $date } no longer has it.
sheet-tag-sleeping = No sign of life for three years
sheet-tag-dissolved = Dissolved or gone
sheet-tag-living = Active
sheet-wrong = Something wrong?
sheet-wrong-text = Each fact shows its source and date. Here is how to have it corrected at the source.
sheet-wrong-link = Have something corrected
sheet-api = This page as JSON

correct-title = Have something corrected
correct-lead = The city copies national registers here. A mistake is corrected at the source. The correction appears here with the next copy.
correct-rna = Name, purpose, address, officers
correct-rna-text = These facts come from the national register of associations. The association changes them itself, online at service-public.fr, or by letter to the registry of associations at the prefecture.
correct-sirene = SIREN, SIRET, employees, activity
correct-sirene-text = These facts come from Sirene (INSEE). The association asks for the change at sirene-associations@insee.fr, with proof of its declaration.
correct-hide = An address that protects people
correct-hide-text = Should a home or a shelter not be shown? Write to or call the city: the address is hidden at once, here and in the files.
correct-money = An amount
correct-money-text = Grants come from files published by those who give them. Ask them for the correction: their name stands on each line.
correct-contact = Write to the city: { $email }
correct-no-contact = The city has not given an address to write to yet.
correct-unchecked = Addresses and steps to be checked by the city before opening.
correct-back = Back to the association

figures-title = Public money of associations
figures-kick = In figures
figures-lead = What the published files say of grants to associations: by year, by activity, by neighbourhood.
figures-living = associations of the city gave a sign of life in the last three years
figures-known = known associations of all times
figures-last-year = of known grants in { $year }
figures-by-year = By year
figures-by-year-finding = { $total } of known grants since { $from }
figures-by-year-unit = Known grants per year, in euros
figures-by-year-label = Bars from { $from } to { $to }. The same figures are in the table that follows.
figures-by-theme = By activity
figures-by-theme-finding = The first field is “{ $name }”: { $amount }
figures-by-quarter = By neighbourhood
figures-by-quarter-finding = The first neighbourhood is “{ $name }”: { $amount }
figures-by-grantor = By funder
figures-group-unit = From { $from } to { $to }, in euros
figures-group-label = One bar per line, from the largest to the smallest. The same figures are in the table.
figures-col-year = Year
figures-col-grants = Grants
figures-col-amount = Amount
figures-col-theme = Activity
figures-col-quarter = Neighbourhood
figures-col-grantor = Funder
figures-col-bodies = Associations
figures-unknown-quarter = Neighbourhood unknown, hidden or outside the city
figures-none = No grant is known yet. Figures will appear here once the city has loaded its grants.
figures-source = Files of grants received by the city. A grant without an association’s number is not in them: it may be a person’s.
figures-same = The same figures

home-now-figures = Public money of associations
home-now-figures-note = Who receives how much, from whom, for what.
home-figure-living = associations of the city gave a sign of life in the last three years.
home-figure-living-link = See the list
home-figure-money = of known grants to associations in { $year }.
home-figure-money-link = See the figures

data-associations-title = Associations
data-associations-text = The associations known to the city, from the national register of associations and Sirene. Addresses of homes and shelters are hidden. Telephone numbers and e-mail addresses are not in it.
data-grants-title = Grants to associations
data-grants-text = The public grants known to the city, with who gives, who receives, how much and for what. Natural persons are never in it.
data-csv = CSV table
data-json = JSON file
data-scdl = National format SCDL 2.1.1 (complete lines only)
