// SPDX-License-Identifier: Apache-2.0
// Files sent on purpose: refused, kept out or made harmless; never a crash, a hang, or half an import.
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/open.hpp"
#include "tests/importers/hostile_files.hpp"
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <sys/resource.h>

namespace {

using namespace importers_tests;

struct Outcome {
  bool refused = false;
  std::string sentence;
  std::size_t went_in = 0;
  int committed = 0;
  bool balanced = true;
  bool clean = true;
};

Outcome outcome_of(const HostileFile& file) {
  Outcome outcome;
  RecordingWriter writer;
  const geo::Catalog& catalog = geo::builtin_catalog();
  try {
    const auto reader = importers::open_source(importers::memory_source(file.bytes), file.name);
    importers::ImportOptions o = options();
    o.accept_partial = true;
    const importers::Report report = importers::import(*reader, *catalog.collection(file.collection), catalog, o, writer, {});
    outcome.balanced = report.rows.balanced();
    outcome.went_in = static_cast<std::size_t>(report.rows.gone_in());
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::input) << file.what << ": " << error.text().en;
    EXPECT_NE(error.text().en, error.text().pt) << file.what;
    outcome.refused = true;
    outcome.sentence = error.text().en;
  }
  outcome.committed = writer.committed;
  for (const geo::StagedRow& staged : writer.rows) {
    for (const geo::Value& value : staged.row.values) {
      const auto* text = std::get_if<std::string>(&value);
      outcome.clean = outcome.clean && (text == nullptr || (geo::is_valid_utf8(*text) && text->find('\0') == std::string::npos &&
                                                            text->find('\x1b') == std::string::npos));
    }
  }
  return outcome;
}

TEST(HostileFiles, ComeToNoHarm) {
  const std::vector<HostileFile> files = hostile_files();
  EXPECT_GE(files.size(), 100U);
  for (const HostileFile& file : files) {
    SCOPED_TRACE(file.what + ", " + file.name + ": " + file.bytes.substr(0, 120));
    const Outcome outcome = outcome_of(file);
    EXPECT_TRUE(outcome.balanced);
    EXPECT_TRUE(outcome.clean) << "control characters or broken text went in";
    if (outcome.refused) {
      EXPECT_EQ(outcome.committed, 0) << "a refused file writes nothing";
      EXPECT_FALSE(outcome.sentence.empty());
      EXPECT_LT(outcome.sentence.size(), 6000U) << "a sentence for people";
    }
    switch (file.fate) {
      case HostileFile::Fate::refused: EXPECT_TRUE(outcome.refused) << outcome.went_in << " rows went in"; break;
      case HostileFile::Fate::kept_out: EXPECT_TRUE(outcome.refused || outcome.went_in == 0) << outcome.went_in << " rows went in"; break;
      case HostileFile::Fate::harmless: break;
    }
  }
}

// All of them together, each of which holds at most 70 MB itself, must fit into a small machine.
TEST(HostileFiles, DoNotFillTheMemory) {
  for (const HostileFile& file : hostile_files()) { outcome_of(file); }
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  EXPECT_LT(used.ru_maxrss, 2'500'000) << "KiB";
}

}  // namespace
