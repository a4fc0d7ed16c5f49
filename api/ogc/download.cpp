// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/download.hpp"

#include "api/headers.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/items_query.hpp"
#include "api/page_token.hpp"
#include "api/parameters.hpp"
#include "api/range.hpp"
#include "store/export/csv_file.hpp"
#include "store/export/flatgeobuf.hpp"
#include "store/export/geopackage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <utility>

namespace api {
namespace {

/// The view's rows and columns as the parameters would have them. `crs` must outlive it.
store::Extract extract_of(const Call& call, const geo::View& view, ItemsQuery asked, const geo::Reprojection* crs) {
  store::Extract extract(view);
  extract.most_rows = most_rows_parameter(call.request);
  extract.query = std::move(asked.query);
  extract.shown = std::move(asked.shown);
  if (asked.skip_geometry) { extract.shown.geometry = geo::GeometryType::none; }
  extract.crs = crs;
  return extract;
}

geo::LayerWords words_of(const Call& call) {
  return {call.site.code_lists(), call.language == Language::pt ? &geo::Text::pt : &geo::Text::en};
}

store::PagesEnd write_geopackage(const geo::View& view, const store::Extract& extract, const geo::LayerWords& words,
                                 const store::ExportNote& note, const store::Facts& facts, const Downloads::Task& task) {
  store::ExportPace pace{task.progress};
  store::GeoPackage package(task.path, task.path.filename(), task.made_at);
  const store::PagesEnd end = package.add(view, extract, words, store::remark_of(note, view), pace);
  store::Facts named;
  for (const auto& [name, value] : facts) { named.emplace_back("bairro " + name, value); }
  package.finish(named);
  return end;
}

store::PagesEnd write(const Call& call, const std::shared_ptr<const geo::View>& view, const store::Extract& extract,
                      const Downloads::Task& task) {
  const store::ExportNote note{call.site.role(), {}, task.made_at, std::string(tag(call.language)), {}, task.export_id};
  const store::Facts facts = store::facts_of({view}, note, extract.query.filter);
  const geo::LayerWords words = words_of(call);
  if (call.format == Format::gpkg) { return write_geopackage(*view, extract, words, note, facts, task); }
  store::ExportPace pace{task.progress};
  store::PrivateWriter out(task.path, task.path.filename());
  const store::PagesEnd end = call.format == Format::csv ? store::write_csv(*view, extract, out, pace)
                                                         : store::write_flatgeobuf(*view, extract, words, facts, out, pace);
  out.close();
  return end;
}

/// Whoever else asks for the same, of the same state of the view, gets the same file; nobody but the account itself.
std::string key_of(const Call& call, const geo::View& view) {
  return fmt::format("{}\n{:016x}\n{}\n{}", call.site.who().whose(), view.version(), tag(call.language), own_url(call, call.format));
}

void add_file_headers(const Call& call, const Download& download, Response& response) {
  response.headers.push_back({"ETag", download.etag});
  response.headers.push_back({"Content-Disposition", fmt::format("attachment; filename=\"{}-{}.{}\"", call.path[0],
                                                                 geo::format_time(download.made_at).substr(0, 10), name_of(call.format))});
  if (download.written.next.empty()) { return; }
  const std::string next = own_url(call, call.format, {{"next", download.written.next}, {"offset", ""}});
  response.headers.push_back({"Link", fmt::format("<{}>; rel=\"next\"; type=\"{}\"", next, media_type(call, call.format))});
}

/// A part of a file shows its share of the rows: who gets one in twenty pieces has still seen it once.
std::uint64_t rows_shown(const Response& response, const Download& download) {
  const std::uint64_t whole = download.file->size();
  if (whole == 0 || response.status == 416) { return 0; }
  const double share = static_cast<double>(response.part.size) / static_cast<double>(whole);
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(download.written.rows) * share));
}

}  // namespace

Response download(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const CrsPool::Lease crs = crs_parameter(call, "crs");
  const store::Extract extract = extract_of(call, *view, items_query(call, *view), crs.get());
  const auto made = call.site.downloads().get(
      key_of(call, *view), call.request,
      [&](const Downloads::Task& task) {
        const store::PagesEnd end = write(call, view, extract, task);
        const bool goes_on = end.more && end.rows > 0;
        return Written{end.rows, goes_on ? page_token(view->schema().id, extract.query.sort, {end.last, end.last_keys}) : ""};
      },
      call.site.has_accounts() && !call.site.who().signed_in());
  if (auto unchanged = not_modified(call, made->etag)) { return *std::move(unchanged); }
  Response response;
  response.headers.push_back({"Content-Type", std::string(media_type(call, call.format))});
  add_file_headers(call, *made, response);
  response.headers.push_back(content_crs(crs.get()));
  response.part = {made->file, 0, made->file->size()};
  serve_range(call.request, call.language, response);
  if (call.request.method != "HEAD" && call.site.leaves_trace(*view)) {
    response.rows = rows_shown(response, *made);
    response.export_id = made->export_id;
  }
  return response;
}

std::vector<Link> download_links(const Call& call, const std::string& items_path) {
  std::vector<Link> links;
  if (!call.site.downloads().are_given_out()) { return links; }
  for (const FileFormat& format : file_formats) {
    links.push_back({url(call, items_path, {{"f", std::string(name_of(format.format))}}), "enclosure", format.media_type,
                     call.say(format.title_en, format.title_pt)});
  }
  return links;
}

std::vector<Link> download_links(const Call& call) {
  std::vector<Link> links;
  if (!call.site.downloads().are_given_out()) { return links; }
  for (const FileFormat& format : file_formats) {
    links.push_back({own_url(call, format.format, {{"limit", ""}, {"offset", ""}, {"next", ""}}), "enclosure", format.media_type,
                     call.say(format.title_en, format.title_pt)});
  }
  return links;
}

}  // namespace api
