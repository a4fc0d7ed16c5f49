// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace app_test {

/// A store with the whole sample of data-samples/, made once for all tests of the program.
const std::string& sample_store();

}  // namespace app_test
