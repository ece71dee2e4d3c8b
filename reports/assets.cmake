# Puts the page's style sheet and scripts into the program as arrays: html_assets.c in the
# build folder, made again when one of them changes.
set(LO_ASSETS
  style assets/report.css
  script assets/report.js
  uplot vendor/uplot/uPlot.iife.min.js
  uplot_style vendor/uplot/uPlot.min.css
  uplot_licence vendor/uplot/LICENSE)

set(text "#include \"reports/html_assets.h\"\n")
set(rest ${LO_ASSETS})
while(rest)
  list(POP_FRONT rest name path)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND text
    "static const unsigned char ${name}[] = {${bytes}};\n"
    "const struct lo_asset lo_asset_${name} = {${name}, sizeof ${name}};\n")
endwhile()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/html_assets.c CONTENT "${text}" @ONLY)
