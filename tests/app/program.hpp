// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/app/process.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace app_test {

/// A test that drives the program over a store of its own.
class Program : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) const;
  /// Runs it and expects it to succeed; gives what it printed.
  std::string done(const std::vector<std::string>& arguments) const;
  /// Every row of the collections with all its fields: the same text for the same rows, whatever happened in between.
  [[nodiscard]] std::string dump() const;

  Folder folder;
  std::string store = (folder / "store.db").string();
};

std::string content_of(const std::string& file);
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace app_test
