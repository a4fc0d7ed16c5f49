// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace importers_tests {

// One file that somebody may send on purpose, and the worst that may come of it.
struct HostileFile {
  enum class Fate {
    refused,   // the file as a whole, with a sentence
    kept_out,  // no row of it goes in: quarantined, dropped, or the file is refused
    harmless,  // rows may go in, what is dangerous in them does not do anything
  };
  std::string what;
  std::string name;  // decides the format together with the content
  std::string bytes;
  std::string collection;
  Fate fate;
};

// Text files of every kind of ours; those of the formats behind GDAL stand in tests/importers/gdal.
std::vector<HostileFile> hostile_files();

}  // namespace importers_tests
