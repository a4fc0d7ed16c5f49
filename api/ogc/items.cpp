// SPDX-License-Identifier: Apache-2.0
#include "api/form.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/json/feature_writer.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/download.hpp"
#include "api/ogc/items_query.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

/// A page may hold fewer features than asked for, and a link to the next; large polygons must not fill the memory.
constexpr std::size_t max_page_bytes = std::size_t{8} * 1024 * 1024;
constexpr std::size_t bytes_per_feature_guess = 512;

/// Appends features until the page is full; returns how many.
std::size_t append_features(std::string& out, const ItemsQuery& asked, const geo::BatchView& batch, const geo::Reprojection* crs) {
  const FeatureWriter writer(asked.shown, asked.skip_geometry ? FeatureWriter::Place::left_out : FeatureWriter::Place::shown, crs,
                             asked.query.columns);
  const std::size_t start = out.size();
  std::size_t row = 0;
  for (; row < batch.rows && out.size() - start < max_page_bytes; ++row) {
    out += row == 0 ? "{" : ",\n{";
    writer.append_members(out, batch, row);
    out += '}';
  }
  return row;
}

/// Empty when no page follows. A place that is named needs no rows to be passed over.
std::string next_url(const Call& call, const geo::View& view, const ItemsQuery& asked, const geo::Page& page, std::size_t written) {
  if (written == 0 || (!page.more && written == page.batch.rows)) { return {}; }
  return own_url(call, call.format, {{"next", next_mark(view, asked.query, page.batch, written - 1)}, {"offset", ""}});
}

std::string feature_collection(const Call& call, const geo::View& view, const ItemsQuery& asked, const geo::Reprojection* crs,
                               std::uint64_t& shown) {
  const geo::Page page = view.find(asked.query);
  std::string body;
  body.reserve(1024 + page.batch.rows * bytes_per_feature_guess);
  // No timeStamp, which is optional: the same page of the same view is then the same bytes, so that it can be kept and compared.
  body +=
      R"({"type":"FeatureCollection","numberMatched":)" + std::to_string(call.site.count(view, asked.query.filter)) + ",\"features\":[\n";
  const std::size_t written = append_features(body, asked, page.batch, crs);
  shown = written;
  body += "\n],\"numberReturned\":" + std::to_string(written);
  std::vector<Link> links = own_links(call);
  if (const std::string next = next_url(call, view, asked, page, written); !next.empty()) {
    links.push_back({next, "next", call.route.media_type, call.say("Next page", "Página seguinte")});
  }
  links.push_back(collection_link(call, view.schema()));
  for (Link& file : download_links(call)) { links.push_back(std::move(file)); }
  end_object_with_links(body, links);
  return body;
}

std::string items_page(const Call& call, const geo::View& view, const ItemsQuery& asked, const geo::Reprojection* crs,
                       std::uint64_t& shown) {
  const geo::Page page = view.find(asked.query);
  shown = page.batch.rows;
  return items_html(call, asked.shown, page.batch, call.site.count(view, asked.query.filter),
                    next_url(call, view, asked, page, page.batch.rows), crs, asked.query.columns);
}

/// A form that was not filled in sends its empty fields along, which must not mean anything; from a program they are a mistake.
bool is_unfilled(const Call& call) {
  const auto& query = call.request.query;
  return call.format == Format::html && std::any_of(query.begin(), query.end(), [](const auto& p) { return p.second.empty(); });
}

Response items_without_empty_fields(const Call& call) {
  Request filled = call.request;
  std::erase_if(filled.query, [](const auto& parameter) { return parameter.second.empty(); });
  return items({filled, call.site, call.route, call.path, call.format, call.language, call.base});
}

/// The days of the form become the one parameter that everybody knows, so that the address means the same to all.
Response at_its_own_address(const Call& call) {
  Query query;
  std::string from;
  std::string to;
  for (const auto& [name, value] : call.request.query) {
    if (name == "from" || name == "to") {
      (name == "from" ? from : to) = value;
    } else if (!value.empty()) {
      query.emplace_back(name, value);
    }
  }
  if (const std::string period = period_of(from, to); !period.empty()) {
    std::erase_if(query, [](const auto& parameter) { return parameter.first == "datetime"; });
    query.emplace_back("datetime", period);
  }
  return see_other(url(call, fill_path(call.route.path, call.path), query));
}

}  // namespace

Response items(const Call& call) {
  if (file_format(call.format) != nullptr) { return download(call); }
  if (call.request.parameter("from") != nullptr || call.request.parameter("to") != nullptr) { return at_its_own_address(call); }
  if (is_unfilled(call)) { return items_without_empty_fields(call); }
  const auto view = call.site.view(call.path[0]);
  const ItemsQuery asked = items_query(call, *view);
  const CrsPool::Lease crs = crs_parameter(call, "crs");
  Response response;
  std::uint64_t shown = 0;
  if (call.format == Format::html) {
    response = document(call, items_page(call, *view, asked, crs.get(), shown));
    response.headers.push_back(map_policy());
  } else {
    const std::string etag = etag_of(call, *view);
    if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
    response = document(call, feature_collection(call, *view, asked, crs.get(), shown));
    response.headers.push_back({"ETag", etag});
  }
  response.headers.push_back(content_crs(crs.get()));
  if (call.site.leaves_trace(*view)) { response.rows = shown; }
  return response;
}

}  // namespace api
