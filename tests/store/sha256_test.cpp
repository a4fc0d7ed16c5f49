// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace {

/// The examples of FIPS 180-4, the last one longer than what is read at once.
TEST(Sha256, IsThatOfTheStandard) {
  const store_test::TemporaryFolder folder;
  const struct {
    std::string content;
    const char* expected;
  } cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  const std::string file = folder.path() + "/file";
  for (const auto& c : cases) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << c.content;
    EXPECT_EQ(store::sha256_of_file(file), c.expected) << c.content.size() << " bytes";
  }
}

TEST(Sha256, OfAFileThatCannotBeReadIsAnError) {
  const store_test::TemporaryFolder folder;
  EXPECT_THROW((void)store::sha256_of_file(folder.path() + "/none"), geo::Error);
  EXPECT_THROW((void)store::sha256_of_file(folder.path()), geo::Error) << "a folder";
}

}  // namespace
