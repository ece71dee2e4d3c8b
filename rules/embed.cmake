# Makes a C table of specs: cmake -DFOLDER=rules/specs -DOUT=shipped_specs.c -P embed.cmake
# What `spec list` shows is taken from the head of each file, so that listing parses nothing;
# a test compares it with what the loader reads.
file(GLOB files ${FOLDER}/*.xml)
# By id: "ebu-r128" stands before "ebu-r128-s1", and its file name would not.
list(TRANSFORM files REPLACE "\\.xml$" "")
list(SORT files)
list(TRANSFORM files APPEND ".xml")
set(arrays "")
set(rows "")

# The attribute of the root element, unescaped and as the inside of a C string.
function(attribute head name out)
  string(REGEX MATCH "[ \n]${name}=\"([^\"]*)\"" found "${head}")
  c_text("${CMAKE_MATCH_1}" text)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(c_text text out)
  string(REGEX REPLACE "[ \n\t]+" " " text "${text}")
  string(STRIP "${text}" text)
  string(REPLACE "&lt;" "<" text "${text}")
  string(REPLACE "&gt;" ">" text "${text}")
  string(REPLACE "&quot;" "\"" text "${text}")
  string(REPLACE "&amp;" "&" text "${text}")
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

foreach(file IN LISTS files)
  get_filename_component(id ${file} NAME_WE)
  file(READ ${file} text)
  file(READ ${file} hex HEX)
  file(SIZE ${file} bytes)
  string(MAKE_C_IDENTIFIER "xml_${id}" array)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND arrays "static const unsigned char ${array}[] = {${hex}0x00};\n")
  string(REGEX MATCH "<spec[^>]*>" head "${text}")
  attribute("${head}" title title)
  attribute("${head}" version version)
  attribute("${head}" scope scope)
  string(TOUPPER "LO_${scope}" scope)
  string(REGEX MATCH "<summary>([^<]*)</summary>" found "${text}")
  c_text("${CMAKE_MATCH_1}" summary)
  string(APPEND rows "    {\"${id}\", \"${title}\", \"${version}\",\n     \"${summary}\",\n"
         "     ${scope}, (const char *)${array}, ${bytes}},\n")
endforeach()
file(WRITE ${OUT} "/* Made by rules/embed.cmake from rules/specs/. */\n"
     "#include \"rules/shipped.h\"\n\n${arrays}\n"
     "const struct lo_shipped lo_shipped_specs[] = {\n${rows}};\n"
     "const size_t lo_shipped_count = sizeof lo_shipped_specs / sizeof *lo_shipped_specs;\n")
