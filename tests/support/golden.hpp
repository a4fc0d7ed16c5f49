// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace test_support {

// The content of a whole file; fails the running test when it cannot be read. `path` is relative to the root of the source tree.
std::string read_file(const std::string& path);

// Compares `actual` with tests/golden/<name> and fails the running test at the first line that differs.
// With BAIRRO_BLESS=1 in the environment (`./dev bless`) the file is written instead, to be reviewed as a diff.
// Whoever calls this makes `actual` free of clocks, random ids and machine paths first.
void expect_golden(std::string_view name, std::string_view actual);

}  // namespace test_support
