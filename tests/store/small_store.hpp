// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/store/describe.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace store_test {

/// One row of a file: its key (or none), the raw row (its identity without one), and what it says of people killed.
struct Line {
  std::string key;
  std::string raw;
  std::int64_t killed = 0;
  std::optional<geo::QuarantineRef> corrects = {};
};

/// A file of incidents.
struct Lines {
  std::vector<Line> good = {};
  std::vector<Line> refused = {};
  bool complete = false;
  std::string source = "prm";
  std::string sha = {};
};

/// Tests of every kind of store over a handful of incidents; the clock goes on by a day with every write.
class SmallStore : public testing::TestWithParam<NamedFactory> {
 protected:
  /// An empty store; a test that wants another one calls it again.
  void SetUp() override;

  store::Store& store() { return m_subject->writer(); }
  geo::BatchOutcome import(const Lines& lines);
  geo::BatchOutcome plan(const Lines& lines);
  geo::BatchOutcome put(geo::Fid fid, std::int64_t killed, std::int64_t confidentiality = 1, const std::string& narrative = "");
  geo::BatchOutcome remove(geo::Fid fid);
  geo::BatchOutcome undo(geo::BatchId batch);

  /// "fid:killed" of each row, in order of fid; a row that is withdrawn has "/day" behind it, days counted from the first write.
  std::string rows();
  /// "batch/position" of each row that waits in quarantine.
  std::string waiting(const std::string& collection = "incidents");

 private:
  std::unique_ptr<geo::BatchWriter> begin(const Lines& lines);

  geo::TimeMs m_now = 0;
  std::unique_ptr<Subject> m_subject;
};

}  // namespace store_test
