// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/links.hpp"

#include <cstddef>
#include <vector>

namespace api {

/// Which part of a short list is shown, by `limit` and `next`, and the links of that page.
struct PageOfList {
  std::size_t from = 0;
  std::size_t to = 0;
  std::vector<Link> links;  ///< own_links(), and `next` when there is more
};

/// `next` counts what was shown before. Throws Error{usage}.
PageOfList page_of_list(const Call& call, std::size_t size);

}  // namespace api
