// SPDX-License-Identifier: Apache-2.0
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace test_support {
namespace {

bool blessing() {
  const char* value = std::getenv("BAIRRO_BLESS");  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  return value != nullptr && std::string_view(value) == "1";
}

void bless(const std::filesystem::path& path, std::string_view actual) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(actual.data(), static_cast<std::streamsize>(actual.size()));
  out.close();
  ASSERT_TRUE(out.good()) << "cannot write " << path;
}

// "line 3:\n  expected: …\n  actual:   …" for the first line in which the two texts differ.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream left(expected);
  std::istringstream right(actual);
  std::string left_line;
  std::string right_line;
  for (int line = 1;; ++line) {
    const bool has_left = static_cast<bool>(std::getline(left, left_line));
    const bool has_right = static_cast<bool>(std::getline(right, right_line));
    if (!has_left && !has_right) { return "only the line ends differ"; }
    if (has_left != has_right || left_line != right_line) {
      return "line " + std::to_string(line) + ":\n  expected: " + (has_left ? left_line : "(end of file)") +
             "\n  actual:   " + (has_right ? right_line : "(end of file)");
    }
  }
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void expect_golden(std::string_view name, std::string_view actual) {
  const std::filesystem::path path = std::filesystem::path("tests/golden") / name;
  if (blessing()) {
    bless(path, actual);
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing; ./dev bless writes it";
  const std::string expected = read_file(path.string());
  if (expected != actual) {
    ADD_FAILURE() << path << " differs at " << first_difference(expected, std::string(actual))
                  << "\nIf the new output is right: ./dev bless, then review the diff.";
  }
}

}  // namespace test_support
