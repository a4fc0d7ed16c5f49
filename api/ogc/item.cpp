// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/json/feature_writer.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/item_state.hpp"

namespace api {
namespace {

/// Throws Error{not_found}, with the same words whether the feature is hidden or unknown.
geo::Page find_item(const geo::View& view, geo::Fid fid) {
  geo::Query query;
  query.fid = fid;
  query.limit = 1;
  geo::Page page = view.find(query);
  if (page.batch.rows == 0) {
    throw geo::Error(geo::Problem::not_found, "There is no such feature in this collection.", "Não existe tal elemento nesta colecção.");
  }
  return page;
}

std::string feature_json(const Call& call, const geo::View& view, const geo::BatchView& batch, const geo::Reprojection* crs) {
  std::string body = "{";
  FeatureWriter(view.schema(), FeatureWriter::Place::shown, crs).append_members(body, batch, 0);
  std::vector<Link> links = own_links(call);
  links.push_back(collection_link(call, view.schema()));
  end_object_with_links(body, links);
  return body;
}

}  // namespace

Response item(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const geo::Page page = find_item(*view, item_id(call.path[1]));
  const CrsPool::Lease crs = crs_parameter(call, "crs");
  const bool html = call.format == Format::html;
  const std::string etag = item_etag(call, *view, page.batch);
  if (!html) {  // a page also says who has signed in, which the feature's state does not tell
    if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  }
  Response response = document(call, html ? item_html(call, *view, page.batch) : feature_json(call, *view, page.batch, crs.get()));
  response.headers.push_back({"ETag", etag});
  response.headers.push_back(content_crs(html ? nullptr : crs.get()));  // pages for people show degrees
  if (call.site.leaves_trace(*view)) { response.rows = 1; }
  return response;
}

}  // namespace api
