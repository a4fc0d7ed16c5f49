// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Whose pages may read from this service, besides its own: nobody's unless origins are listed. What such a page sends counts by
/// its Authorization field alone; cookies never do (docs/decisions/0051). Immutable.
class CorsPolicy {
 public:
  CorsPolicy() = default;
  /// "https://maps.example.org", "http://localhost:5173", or "*" for everybody. Throws Error{usage} for what is no origin.
  explicit CorsPolicy(const std::vector<std::string>& origins);

  [[nodiscard]] bool is_on() const { return m_open || !m_origins.empty(); }
  [[nodiscard]] bool is_open() const { return m_open; }
  /// Whether a page of that origin may read. "null", which is many, is no origin that could be listed.
  [[nodiscard]] bool allows(std::string_view origin) const;

  /// Lets the page that sent the request read the answer; call it only when allows() its origin.
  void share(const Request& request, Response& response) const;
  /// The answer to a browser that asks whether a page may send what it wants to. `allow`: the methods of the resource.
  [[nodiscard]] Response preflight(std::string_view allow) const;
  /// Every answer is for one origin, also to a cache that knows nothing of CORS.
  void mark(Response& response) const;

 private:
  bool m_open = false;
  std::vector<std::string> m_origins;
};

/// The question that a browser asks before it sends what a form could not.
bool is_preflight(const Request& request);

}  // namespace api
