lo_test(doc_wire lo_test_report)
lo_test(doc_identifiers lo_doc)
