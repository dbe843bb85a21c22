//! The pages that belong to the city and to no door: home, legal, open data.
