data-title = Open data
data-lead = { $count ->
    [0] No dataset is published for now.
    [one] One dataset to download, without an account.
   *[other] { $count } datasets to download, without an account.
}
data-licence = Licence
data-updated = Newest records
data-period = Period covered
data-period-value = { $from } to { $to }
data-frequency = Updated
data-frequency-daily = every day
data-frequency-weekly = every week
data-frequency-monthly = every month
data-frequency-quarterly = every three months
data-frequency-annual = every year
data-frequency-irregular = irregularly
data-files = Files
data-file = File
data-format = Format
data-size = Size
data-checksum = SHA-256 checksum
data-schema = Schema followed
data-download = Download { $title }
data-keywords = Keywords
data-catalogue-heading = The catalogue, for programs
data-catalogue = The whole catalogue in DCAT, which data.gouv.fr and other portals can harvest:
data-catalogue-check = To check a file: compute its checksum (sha256sum) and compare.
data-api-heading = Ask rather than download
data-api-link = See the programming interface

api-title = Programming interface (API)
api-lead = The public registers for programs: to read, in JSON, without key or account.
api-document = OpenAPI 3.1 description
api-base = Base address
api-errors-heading = In case of error
api-errors = The answer is a JSON “problem” object (RFC 9457): title and detail say what is wrong and what to do.
api-operations-heading = What you can ask
api-none = No address is open for now.
api-parameter = Parameter
api-meaning = What it does
api-required = required
api-try = Try it
api-parameters-of = Parameters of { $operation }
