lo_test(cli_options lo_cli)
lo_test(cli_parts lo_cli)
lo_test(cli_sandbox lo_cli)

# tests/cli/NAME.sh, with what it must print in NAME.out; further arguments are properties.
function(lo_cli name)
  lo_script(cli_${name} sh cli/run ${name})
  set_tests_properties(cli_${name} PROPERTIES SKIP_RETURN_CODE 77 ${ARGN})
endfunction()

lo_cli(usage)
lo_cli(docs)
lo_cli(exit)
lo_cli(inputs)
lo_cli(output)
lo_cli(report)
lo_cli(release)
lo_cli(formats)
lo_cli(kinds)
lo_cli(hostile)
lo_cli(vanish)
lo_cli(jobs LABELS threads)
lo_cli(death LABELS threads)
# Memory under a sanitizer is the sanitizer's.
lo_cli(memory LABELS plain)
lo_script(players python3 ${CMAKE_CURRENT_SOURCE_DIR}/players.py ${CMAKE_BINARY_DIR}/leadout)
set_tests_properties(players PROPERTIES SKIP_RETURN_CODE 77)
lo_script(peers ${CMAKE_CURRENT_SOURCE_DIR}/peers ${CMAKE_BINARY_DIR}/leadout
  ${CMAKE_SOURCE_DIR}/../shared/music)
set_tests_properties(peers PROPERTIES SKIP_RETURN_CODE 77)
lo_script(music_verdicts ${CMAKE_CURRENT_SOURCE_DIR}/music_verdicts.py
  ${CMAKE_BINARY_DIR}/leadout ${CMAKE_SOURCE_DIR}/../shared/music)
set_tests_properties(music_verdicts PROPERTIES SKIP_RETURN_CODE 77)
