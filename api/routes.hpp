// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "geo/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

struct Call;

/// What of the store an answer may hold; it also decides who may keep the answer.
enum class Access : std::uint8_t {
  undecided,  ///< a service with such a route does not start
  anybody,    ///< nothing of it: the program's own documents
  reader,     ///< what the role of the request may read, through Site::view()
  oneself,    ///< who one is: for nobody else, and kept by nobody
  writer,     ///< changes what the role may read, where the role may write
};

/// One line of the manual. HEAD is GET without the body, OPTIONS lists the methods of a path: neither stands here.
struct Route {
  std::string_view method;
  std::string_view path;  ///< a template: "{name}" stands for one part of a path
  Access access = Access::undecided;
  Response (*answer)(const Call&);
  std::string_view media_type;               ///< of the form that f=json asks for
  std::vector<std::string_view> parameters;  ///< all that the query may hold, see api/parameters.cpp
  std::string_view operation;                ///< operationId in /api; empty: not part of the API
  geo::Text summary;
  bool has_html = true;             ///< also for people, as f=html
  std::string_view only_form = {};  ///< there is but this one, which clients that always say `f` may name
  std::size_t body_bytes = 0;       ///< of the largest body it takes
  bool has_files = false;           ///< also as files, where the service gives them out
  /// Values of `f` beside those every resource has; the handler looks at it.
  std::vector<std::string_view> forms = {};
  /// What a form on its page sends beside `parameters`; programs (and /api) know nothing of it.
  std::vector<std::string_view> form_fields = {};
  /// A form of a page may be sent here, in place of the body that programs send; it is answered with a page.
  bool has_form = false;
};

/// For Route::body_bytes: the body is a file, goes to the disk, and has a limit of its own.
inline constexpr std::size_t body_to_disk = static_cast<std::size_t>(-1);

/// The table.
const std::vector<Route>& routes();

/// Whether there is such a thing only of collections that are continuous surfaces.
bool is_of_surfaces(const Route& route);
/// The same of those that geo::has_density_picture().
bool is_of_densities(const Route& route);

/// Where the parts of a path lead.
struct Match {
  const Route* route = nullptr;   ///< null: the path is unknown, or (with `allow`) not for this method
  std::vector<std::string> path;  ///< values of the placeholders
  std::string allow;              ///< methods of the path, as the field Allow gives them; empty: the path is unknown
  std::string allow_readers;      ///< those of them that are not for writers alone
};
Match find_route(std::string_view method, const std::vector<std::string>& segments);

/// The template of the route that a path belongs to, for logs: a path may name a place. "(unknown)" when there is none.
std::string_view path_template(std::string_view path);

/// The path of a route with its placeholders filled in, percent-encoded. Throws std::out_of_range where there are more of them than values.
std::string fill_path(std::string_view path_template, const std::vector<std::string>& values);

/// Values for fill_path(): what `value_of` says of each placeholder, by its name without braces, in their order.
std::vector<std::string> path_values(std::string_view path_template, const std::function<std::string(std::string_view)>& value_of);

}  // namespace api
