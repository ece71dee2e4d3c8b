/* The style sheet and scripts of the page, put into the program when it is built
 * (assets.cmake). [bytes], not ended by NUL. */
#ifndef LO_REPORTS_HTML_ASSETS_H
#define LO_REPORTS_HTML_ASSETS_H

#include <stddef.h>

struct lo_asset {
    const unsigned char *bytes;
    size_t count;
};

extern const struct lo_asset lo_asset_style;  /* assets/report.css */
extern const struct lo_asset lo_asset_script; /* assets/report.js */
extern const struct lo_asset lo_asset_uplot;  /* vendor/uplot/uPlot.iife.min.js */
extern const struct lo_asset lo_asset_uplot_style;
extern const struct lo_asset lo_asset_uplot_licence;

#endif
