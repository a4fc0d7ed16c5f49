// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

namespace api {

struct Call;

// What the lines of api/routes.cpp lead to. Each is a pure function of the request and the views it asks the site for;
// status, body, Content-Type and what only it can know (ETag of a list, Content-Crs) are its own, all other fields are
// added behind it (api/headers.cpp). They throw geo::Error.

Response landing_page(const Call& call);       // api/ogc/landing.cpp
Response conformance(const Call& call);        // api/ogc/conformance.cpp
Response api_document(const Call& call);       // api/ogc/api_document.cpp
Response collections(const Call& call);        // api/ogc/collections.cpp
Response collection(const Call& call);         // api/ogc/collections.cpp
Response items(const Call& call);              // api/ogc/items.cpp
Response item(const Call& call);               // api/ogc/item.cpp
Response create_item(const Call& call);        // api/ogc/write_items.cpp
Response replace_item(const Call& call);       // api/ogc/write_items.cpp
Response update_item(const Call& call);        // api/ogc/write_items.cpp
Response remove_item(const Call& call);        // api/ogc/write_items.cpp
Response tile_matrix_sets(const Call& call);   // api/ogc/matrix_sets.cpp
Response tile_matrix_set(const Call& call);    // api/ogc/matrix_sets.cpp
Response tilesets(const Call& call);           // api/ogc/tilesets.cpp
Response tileset(const Call& call);            // api/ogc/tilesets.cpp
Response tilejson(const Call& call);           // api/ogc/tilesets.cpp
Response tile(const Call& call);               // api/ogc/tiles.cpp
Response map_tilesets(const Call& call);       // api/ogc/map_tiles.cpp
Response map_tileset(const Call& call);        // api/ogc/map_tiles.cpp
Response map_tile(const Call& call);           // api/ogc/map_tiles.cpp
Response map_legend(const Call& call);         // api/ogc/map_tiles.cpp
Response density_tile(const Call& call);       // api/ogc/density.cpp
Response density_legend(const Call& call);     // api/ogc/density.cpp
Response surface_style(const Call& call);      // api/ogc/map_tiles.cpp
Response coverage(const Call& call);           // api/ogc/coverage.cpp
Response schema(const Call& call);             // api/ogc/schema.cpp
Response feature_schema(const Call& call);     // api/ogc/schema.cpp
Response queryables(const Call& call);         // api/ogc/schema.cpp
Response sortables(const Call& call);          // api/ogc/schema.cpp
Response functions(const Call& call);          // api/ogc/functions.cpp
Response imports(const Call& call);            // api/imports/imports.cpp
Response import_job(const Call& call);         // api/imports/imports.cpp
Response import_report(const Call& call);      // api/imports/imports.cpp
Response import_report_csv(const Call& call);  // api/imports/imports.cpp
Response begin_import(const Call& call);       // api/imports/imports.cpp
Response end_import(const Call& call);         // api/imports/imports.cpp
Response processes(const Call& call);          // api/ogc/processes.cpp
Response process(const Call& call);            // api/ogc/processes.cpp
Response execute(const Call& call);            // api/ogc/execution.cpp
Response jobs(const Call& call);               // api/ogc/jobs.cpp
Response job(const Call& call);                // api/ogc/jobs.cpp
Response job_results(const Call& call);        // api/ogc/jobs.cpp
Response dismiss_job(const Call& call);        // api/ogc/jobs.cpp
Response session(const Call& call);            // api/session.cpp
Response begin_session(const Call& call);      // api/session.cpp
Response end_session(const Call& call);        // api/session.cpp
Response export_files(const Call& call);       // api/export_files.cpp
Response export_file(const Call& call);        // api/export_files.cpp
Response map_page(const Call& call);           // api/html/map_page.cpp
Response asset(const Call& call);              // api/assets.cpp
Response glyphs(const Call& call);             // api/assets.cpp
Response health(const Call& call);             // api/ogc/landing.cpp
Response style_sheet(const Call& call);        // api/html/style.cpp

Response styles(const Call& call);                    // api/ogc/styles.cpp
Response collection_style(const Call& call);          // api/ogc/styles.cpp
Response style_sheet_of(const Call& call);            // api/ogc/styles.cpp
Response qgis_files(const Call& call);                // api/qgis/handlers.cpp
Response qgis_project(const Call& call);              // api/qgis/handlers.cpp
Response qgis_layer(const Call& call);                // api/qgis/handlers.cpp
Response qgis_feature_connections(const Call& call);  // api/qgis/handlers.cpp
Response qgis_tile_connections(const Call& call);     // api/qgis/handlers.cpp

}  // namespace api
