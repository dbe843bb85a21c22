# The frame of every page.
layout-skip = Skip to content
layout-demo-title = Demonstration town.
layout-demo-text = Everything is invented: people, associations, places, figures.
layout-tagline = solidaire, one door for everyone
layout-languages = Language
layout-home = Home
layout-crumbs = Breadcrumb
layout-doors = The town’s doors
layout-about = About
layout-accessibility-none = Accessibility: not compliant
layout-accessibility-partly = Accessibility: partly compliant
layout-accessibility-fully = Accessibility: fully compliant
layout-privacy = Personal data
layout-legal = Legal notice
layout-open-data = Open data
layout-api = API
layout-error-prefix = Error:
