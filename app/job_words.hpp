// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace app {

/// What a job was given to do, as people read it: "colecção incidents, ficheiro week.csv". `json`: JobRecord::parameters_json; what
/// is no such object is given back as it is.
std::string parameters_text(const std::string& json, std::string_view language);

}  // namespace app
