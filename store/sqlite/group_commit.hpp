// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/writer.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <vector>

namespace store {

/// Gathers edits that arrive while another commit is on its way to the disk into one transaction: the disk is waited for
/// once for all of them. Each keeps its own batch and rev, and its own failure. Safe to use from many threads.
class GroupCommit {
 public:
  explicit GroupCommit(Writer& writer) : m_writer(writer) {}
  geo::BatchOutcome edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits);

 private:
  struct Request {
    const geo::BatchInfo* info;
    const std::vector<geo::Edit>* edits;
    Actor actor;
    geo::BatchOutcome outcome = {};
    std::exception_ptr failure = {};
    bool done = false;
  };

  void lead(const std::vector<Request*>& group);
  void apply(Request& request);
  static AuditEntry entry(const Request& request);

  Writer& m_writer;
  std::mutex m_mutex;
  std::condition_variable m_done;
  std::vector<Request*> m_waiting;
  bool m_has_leader = false;
};

}  // namespace store
