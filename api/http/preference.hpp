// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace api {

/// One element of an Accept, Accept-Language or Accept-Encoding list.
struct Preference {
  std::string_view name;
  double weight = 1;  ///< its q, from 0 to 1; a broken one counts as none
};

/// Takes the next element off the front of `list`; the name may be empty.
Preference next_preference(std::string_view& list);

}  // namespace api
