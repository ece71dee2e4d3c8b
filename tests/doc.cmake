lo_test(doc_wire lo_test_report)
