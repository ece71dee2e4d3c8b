add_library(lo_test_rules STATIC support/document.c support/judged.c
  support/spec_faults.c support/vocab.c)
target_link_libraries(lo_test_rules PUBLIC lo_rules PkgConfig::CMOCKA)

lo_test(xml lo_xml)
lo_test(rules_text lo_test_rules)
lo_test(rules_load lo_test_rules)
lo_test(rules_errors lo_test_rules)
lo_test(rules_outcomes lo_test_rules)
lo_test(rules_judge lo_test_rules)
lo_test(rules_shipped lo_test_rules)
lo_test(rules_docs lo_test_rules)
lo_script(rules_rng ./rules_rng.sh)
