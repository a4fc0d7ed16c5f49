// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/group_commit.hpp"

#include <utility>

namespace store {

geo::BatchOutcome GroupCommit::edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) {
  Request request{&info, &edits, m_writer.actor()};
  std::unique_lock lock(m_mutex);
  m_waiting.push_back(&request);
  while (!request.done) {
    if (m_has_leader) {
      m_done.wait(lock);
      continue;
    }
    m_has_leader = true;
    const std::vector<Request*> group = std::exchange(m_waiting, {});
    lock.unlock();
    lead(group);
    lock.lock();
    for (Request* r : group) { r->done = true; }
    m_has_leader = false;
    m_done.notify_all();
  }
  lock.unlock();
  if (request.failure) { std::rethrow_exception(request.failure); }
  return request.outcome;
}

void GroupCommit::lead(const std::vector<Request*>& group) {
  try {
    {
      const auto lock = lock_writer(m_writer);
      Transaction transaction(m_writer.database);
      std::vector<AuditEntry> entries;
      for (Request* request : group) {
        apply(*request);
        if (!request->failure) { entries.push_back(entry(*request)); }
      }
      if (!entries.empty()) { commit_on_record(m_writer, transaction, entries); }
    }
    announce_commit(m_writer);
  } catch (...) {
    // Nothing of the group is on disk; whoever had an error of its own keeps it.
    for (Request* request : group) {
      if (!request->failure) { request->failure = std::current_exception(); }
    }
  }
}

AuditEntry GroupCommit::entry(const Request& request) {
  AuditDetails details;
  details.number("batch", request.outcome.batch).number("new", request.outcome.inserted).number("changed", request.outcome.updated);
  return audit_entry(request.actor, "edit", request.info->collection, request.outcome.inserted + request.outcome.updated, details);
}

void GroupCommit::apply(Request& request) {
  Database& db = m_writer.database;
  db.execute("SAVEPOINT edit");
  try {
    request.outcome = apply_edits(m_writer, *request.info, *request.edits);
  } catch (...) {
    request.failure = std::current_exception();
    db.execute("ROLLBACK TO edit");
  }
  db.execute("RELEASE edit");
}

}  // namespace store
