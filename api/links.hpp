// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

/// A link as OGC documents hold it; `href` is absolute, since QGIS resolves none.
struct Link {
  std::string href;
  std::string_view rel;
  std::string_view type;
  std::string_view title = {};
};

using Query = std::vector<std::pair<std::string, std::string>>;

/// Everything but unreserved characters, ',', ':' and '/' escaped: good for a part of a path (of ours) and for a query.
std::string percent_encoded(std::string_view text);
/// base + path + "?a=b&c=d". To a page (f=html) from one in a language that was asked for (`lang`): in the same language.
std::string url(const Call& call, std::string_view path, const Query& query = {});
/// The request's own address in one form, with more parameters (or other values of them) if wanted; one without a value goes.
std::string own_url(const Call& call, Format format, const Query& changes = {});

/// `self` and `alternate`: this resource in the form asked for, and in the other one.
std::vector<Link> own_links(const Call& call);
/// The media type of the route's answer in that form.
std::string_view media_type(const Call& call, Format format);

/// "links": [...] as a member of the object being written.
void write_links(geo::JsonWriter& json, const std::vector<Link>& links);

/// From features to the collection they are of.
Link collection_link(const Call& call, const geo::Collection& schema);
/// Ends the JSON object that `body` has begun, and written members of, with the member "links".
void end_object_with_links(std::string& body, const std::vector<Link>& links);

}  // namespace api
