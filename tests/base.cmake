lo_test(base_arena lo_base)
lo_test(base_number lo_base lo_test_locale)
