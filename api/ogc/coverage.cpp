// SPDX-License-Identifier: Apache-2.0
// A surface as numbers: a Cloud Optimized GeoTIFF, given out as other files are (api/ogc/download.cpp).
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/ogc/surface.hpp"
#include "api/range.hpp"
#include "api/raster/geotiff.hpp"
#include "store/export/note.hpp"
#include "store/export/pending_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace api {
namespace {

Written write_geotiff(const Call& call, const Surface& surface, const Downloads::Task& task) {
  const store::ExportNote note{call.site.role(), {}, task.made_at, std::string(tag(call.language)), {}, task.export_id};
  store::PrivateWriter out(task.path, task.path.filename());
  out.write(geotiff(*surface.view, *surface.density, store::facts_of({surface.view}, note, {}), call.site.options().geotiff_program,
                    task.progress));
  out.close();
  return {std::max<std::uint64_t>(surface.density->cells, 1), ""};
}

/// A part of a file shows its share of the rows.
std::uint64_t rows_shown(const Response& response, const Download& download) {
  if (response.status == 416) { return 0; }
  const double share = static_cast<double>(response.part.size) / static_cast<double>(download.file->size());
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(download.written.rows) * share));
}

}  // namespace

Response coverage(const Call& call) {
  const Surface surface = surface_of(call);
  if (!call.site.downloads().are_given_out()) {
    throw geo::Error(geo::Problem::not_found, "This service gives out no files.", "Este serviço não dá ficheiros.");
  }
  const std::string key = fmt::format("tif\n{}\n{}\n{:016x}", call.site.who().whose(), surface.view->schema().id, surface.view->version());
  const auto made = call.site.downloads().get(
      key, call.request, [&](const Downloads::Task& task) { return write_geotiff(call, surface, task); },
      call.site.has_accounts() && !call.site.who().signed_in());
  if (auto unchanged = not_modified(call, made->etag)) { return *std::move(unchanged); }
  Response response;
  response.headers.push_back({"Content-Type", std::string(call.route.media_type)});
  response.headers.push_back({"ETag", made->etag});
  response.headers.push_back({"Content-Disposition", fmt::format("attachment; filename=\"{}-{}.tif\"", call.path[0],
                                                                 geo::format_time(made->made_at).substr(0, 10))});
  response.part = {made->file, 0, made->file->size()};
  serve_range(call.request, call.language, response);
  if (call.request.method != "HEAD" && call.site.leaves_trace(*surface.view)) {
    response.rows = rows_shown(response, *made);
    response.export_id = made->export_id;
  }
  return response;
}

}  // namespace api
