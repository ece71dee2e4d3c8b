lo_test(engine_measure lo_engine lo_fixtures lo_test_report)
set_tests_properties(engine_measure PROPERTIES LABELS threads)
lo_test(engine_set lo_engine)
