// SPDX-License-Identifier: Apache-2.0
// What it costs to put an act on record: a read that is noted, a read or an export that waits for the disk, a small import, and
// looking through the whole log.
#include "bench/folder.hpp"
#include "store/audit/verify.hpp"
#include "store/sqlite_store.hpp"

#include <benchmark/benchmark.h>

namespace {

/// A store of its own, on a disk: an entry is worth what fsync costs.
struct Fresh {
  [[nodiscard]] std::string file() const { return folder.file("s.db"); }

  bench::Folder folder;  // outlives the store
  std::unique_ptr<store::SqliteStore> store = store::open_sqlite(file());
};

store::AuditEntry entry() { return store::audit_entry({"ana", "analyst"}, "read", "/collections/{collectionId}/items", 10); }

/// What a request pays: the entry is written behind its back.
void note_a_read(benchmark::State& state) {
  const Fresh fresh;
  std::int64_t waiting = 0;
  for (auto _ : state) {
    fresh.store->audit().note(entry());
    if (++waiting < 5'000) { continue; }
    state.PauseTiming();
    fresh.store->audit().flush();
    waiting = 0;
    state.ResumeTiming();
  }
}
BENCHMARK(note_a_read)->Unit(benchmark::kMicrosecond)->Iterations(100'000);

/// All of it, the disk too, for a second's worth of reads.
void note_and_flush(benchmark::State& state) {
  const Fresh fresh;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i) { fresh.store->audit().note(entry()); }
    fresh.store->audit().flush();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(note_and_flush)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void append_and_wait(benchmark::State& state) {
  const Fresh fresh;
  for (auto _ : state) { fresh.store->audit().append(entry()); }
}
BENCHMARK(append_and_wait)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// A transaction that does next to nothing but leaves its entry.
void smallest_write(benchmark::State& state) {
  const Fresh fresh;
  for (auto _ : state) { fresh.store->set_area_of_operation(std::nullopt); }
}
BENCHMARK(smallest_write)->Unit(benchmark::kMicrosecond)->UseRealTime();

void verify_the_log(benchmark::State& state) {
  const Fresh fresh;
  for (std::int64_t i = 1; i < state.range(0); ++i) {
    fresh.store->audit().note(entry());
    if (i % 5'000 == 0) { fresh.store->audit().flush(); }
  }
  fresh.store->audit().flush();
  for (auto _ : state) {
    if (store::verify_audit(fresh.file(), fresh.store->info().id, {}, {}).faults != 0) { state.SkipWithError("not whole"); }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(verify_the_log)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
