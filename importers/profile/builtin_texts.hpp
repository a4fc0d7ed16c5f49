// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace importers {

struct ProfileText {
  const char* name;  ///< file name without its ending
  const char* toml;
};

/// importers/profiles/*.toml as the build put them into the program, by name.
const std::vector<ProfileText>& builtin_profile_texts();

}  // namespace importers
