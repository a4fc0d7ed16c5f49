// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/json/feature_writer.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/page_token.hpp"
#include "api/parameters.hpp"

namespace api {
namespace {

/// A page may hold fewer features than asked for, and a link to the next; large polygons must not fill the memory.
constexpr std::size_t max_page_bytes = std::size_t{8} * 1024 * 1024;
constexpr std::size_t bytes_per_feature_guess = 512;

geo::Query items_query(const Call& call, const geo::View& view) {
  geo::Query query;
  if (const auto box = bbox_in_crs(call)) { query.filter.bbox = box->hull; }
  query.filter.datetime = datetime_parameter(call.request);
  query.limit = limit_parameter(call.request, call.format == Format::html ? default_limit_html : default_limit);
  if (const std::string* token = call.request.parameter("next")) { query.after = read_page_token(view.schema().id, *token); }
  return query;
}

/// Appends features until the page is full; returns how many.
std::size_t append_features(std::string& out, const geo::View& view, const geo::BatchView& batch, const geo::Reprojection* crs) {
  const FeatureWriter writer(view.schema(), crs);
  const std::size_t start = out.size();
  std::size_t row = 0;
  for (; row < batch.rows && out.size() - start < max_page_bytes; ++row) {
    out += row == 0 ? "{" : ",\n{";
    writer.append_members(out, batch, row);
    out += '}';
  }
  return row;
}

std::string next_url(const Call& call, const geo::View& view, const geo::BatchView& batch, std::size_t written) {
  return own_url(call, call.format, "next", page_token(view.schema().id, batch.fid.integer(written - 1)));
}

std::string feature_collection(const Call& call, const geo::View& view, const geo::Query& query, const geo::Reprojection* crs,
                               std::uint64_t& shown) {
  const geo::Page page = view.find(query);
  std::string body;
  body.reserve(1024 + page.batch.rows * bytes_per_feature_guess);
  // No timeStamp, which is optional: the same page of the same view is then the same bytes, so that it can be kept and compared.
  body += R"({"type":"FeatureCollection","numberMatched":)" + std::to_string(call.site.count(view, query.filter)) + ",\"features\":[\n";
  const std::size_t written = append_features(body, view, page.batch, crs);
  shown = written;
  body += "\n],\"numberReturned\":" + std::to_string(written);
  std::vector<Link> links = own_links(call);
  if (written > 0 && (page.more || written < page.batch.rows)) {
    links.push_back({next_url(call, view, page.batch, written), "next", call.route.media_type, call.say("Next page", "Página seguinte")});
  }
  links.push_back(collection_link(call, view.schema()));
  end_object_with_links(body, links);
  return body;
}

std::string items_page(const Call& call, const geo::View& view, const geo::Query& query, std::uint64_t& shown) {
  const geo::Page page = view.find(query);
  shown = page.batch.rows;
  const std::string next = page.more && page.batch.rows > 0 ? next_url(call, view, page.batch, page.batch.rows) : "";
  return items_html(call, view, page.batch, call.site.count(view, query.filter), next);
}

}  // namespace

Response items(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const geo::Query query = items_query(call, *view);
  const CrsPool::Lease crs = crs_parameter(call, "crs");
  Response response;
  std::uint64_t shown = 0;
  if (call.format == Format::html) {
    response = document(call, items_page(call, *view, query, shown));
  } else {
    const std::string etag = etag_of(call, *view);
    if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
    response = document(call, feature_collection(call, *view, query, crs.get(), shown));
    response.headers.push_back({"ETag", etag});
  }
  response.headers.push_back(content_crs(call.format == Format::html ? nullptr : crs.get()));  // pages for people show degrees
  if (call.site.leaves_trace(*view)) { response.rows = shown; }
  return response;
}

}  // namespace api
