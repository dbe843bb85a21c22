"""Checks a DCAT catalogue as data.gouv.fr (udata) would read it.

usage: catalogue_check.py FILE_OR_URL [FILE_OR_URL ...] [--fetch]

Every argument is parsed (Turtle, JSON-LD or RDF/XML by its ending); all must hold the same graph. With
--fetch each distribution is downloaded and its length and SHA-256 compared. Exit code 1 on any fault.
"""

import hashlib
import sys
import urllib.request

from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

SPDX = "http://spdx.org/rdf/terms#"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
faults = []


def need(condition, text):
    if not condition:
        faults.append(text)


def check(graph, fetch):
    catalogs = list(graph.subjects(RDF.type, DCAT.Catalog))
    need(len(catalogs) == 1, f"{len(catalogs)} catalogues")
    datasets = list(graph.objects(catalogs[0], DCAT.dataset)) if catalogs else []
    for dataset in datasets:
        need(isinstance(dataset, URIRef), f"{dataset}: stable address")
        for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.license,
                          DCTERMS.accrualPeriodicity, DCTERMS.spatial, DCAT.contactPoint, DCAT.theme):
            need(graph.value(dataset, predicate) is not None, f"{dataset}: {predicate}")
        need(list(graph.objects(dataset, DCAT.keyword)), f"{dataset}: keyword")
        distributions = list(graph.objects(dataset, DCAT.distribution))
        need(distributions, f"{dataset}: distribution")
        for file in distributions:
            url = graph.value(file, DCAT.downloadURL)
            size = graph.value(file, DCAT.byteSize)
            checksum = graph.value(file, URIRef(SPDX + "checksum"))
            algorithm = graph.value(checksum, URIRef(SPDX + "algorithm"))
            value = graph.value(checksum, URIRef(SPDX + "checksumValue"))
            need(isinstance(url, URIRef) and str(url).startswith("http"), f"{file}: downloadURL")
            need(algorithm == URIRef(SPDX + "checksumAlgorithm_sha256"), f"{file}: algorithm")
            need(value is not None and len(str(value)) == 64, f"{file}: checksum")
            need(size is not None and int(size) >= 0, f"{file}: byteSize")
            for predicate in (DCTERMS.format, DCAT.mediaType, DCTERMS.license, DCTERMS.title):
                need(graph.value(file, predicate) is not None, f"{file}: {predicate}")
            if fetch and url:
                body = urllib.request.urlopen(str(url)).read()
                need(len(body) == int(size), f"{url}: {len(body)} bytes, {size} announced")
                need(hashlib.sha256(body).hexdigest() == str(value), f"{url}: SHA-256 differs")
    return len(datasets)


arguments = [a for a in sys.argv[1:] if a != "--fetch"]
graphs = []
for source in arguments:
    graph = Graph()
    graph.parse(source, format=FORMATS[source.rsplit(".", 1)[-1]])
    graphs.append(graph)
    print(f"{source}: {len(graph)} triples, {check(graph, '--fetch' in sys.argv and len(graphs) == 1)} datasets")
for source, graph in zip(arguments[1:], graphs[1:]):
    need(isomorphic(graphs[0], graph), f"{source}: another graph than {arguments[0]}")
for fault in faults:
    print("FAULT", fault)
sys.exit(1 if faults else 0)
