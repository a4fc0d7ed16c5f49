// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/cors.hpp"
#include "api/http/message.hpp"

#include <cstdint>
#include <string_view>

namespace api {

/// Whether "host[:port]" names this machine itself (localhost, 127.0.0.0/8, [::1]) at `port`. A missing port is 80.
bool is_loopback_authority(std::string_view authority, std::uint16_t port);

enum class HostVerdict : std::uint8_t {
  fine,
  shared,       ///< Origin is another site's page, which may read here
  misdirected,  ///< Host is another name: 421
  forbidden,    ///< Origin is another site's page: 403
};
/// Whether the request came under a name of this machine's own at `port`, or under that of `public_url` ("https://host[:port]…",
/// empty: none), and, if a page sent it, from a page served here or one that `cors` lets in. This keeps other sites' scripts out
/// (DNS rebinding, cross-origin reads).
HostVerdict judge_host(const Request& request, std::uint16_t port, std::string_view public_url = {}, const CorsPolicy& cors = {});

/// Whether a request that judge_host() found nothing wrong with comes from a page of ours. Browsers say where one comes from; its Origin,
/// if there is one, was found to be ours.
bool is_from_own_page(const Request& request);

}  // namespace api
