// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <functional>
#include <memory>
#include <ostream>
#include <string>

namespace store_test {

/// A store under test, in the ways it can be reached.
class Subject {
 public:
  Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  virtual ~Subject() = default;

  virtual store::Store& writer() = 0;
  /// Has seen all that was written; another object over the same file where there is one.
  virtual store::Store& reader() = 0;
  /// Closes and opens again whatever can be closed. Views handed out before are gone.
  virtual void reopen() {}
};

using Clock = std::function<geo::TimeMs()>;
using SubjectFactory = std::function<std::unique_ptr<Subject>(Clock)>;

struct NamedFactory {
  std::string name;
  SubjectFactory make;

  friend void PrintTo(const NamedFactory& factory, std::ostream* out) { *out << factory.name; }
};

/// Every implementation there is: a second MemoryStore, SqliteStore with and without its cache.
std::vector<NamedFactory> all_subjects();
NamedFactory memory_subject();
NamedFactory sqlite_subject(bool use_cache, bool advance_views = true);

/// A folder of its own that goes with the object; in memory where the system offers that.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return m_path; }

 private:
  std::string m_path;
};

}  // namespace store_test
