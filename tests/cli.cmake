lo_test(cli_options lo_cli)
lo_test(cli_parts lo_cli)

# tests/cli/NAME.sh, with what it must print in NAME.out.
function(lo_cli name)
  lo_script(cli_${name} sh cli/run ${name})
  set_tests_properties(cli_${name} PROPERTIES SKIP_RETURN_CODE 77 ${ARGN})
endfunction()

lo_cli(usage)
