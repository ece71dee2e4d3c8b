lo_test(base_arena lo_base)
