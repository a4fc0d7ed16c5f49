// SPDX-License-Identifier: Apache-2.0
// Signing in: tokens, passwords that are known again, and what a wrong password takes where there is an account and where there is
// none. The last three lines are for comparing: their distributions should lie upon each other.
#include "store/accounts/accounts.hpp"

#include "store/sqlite_store.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

namespace {

namespace fs = std::filesystem;

/// A store with a hundred people, on a disk.
struct Programme {
  Programme() {
    folder = (fs::temp_directory_path() / "bairro-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) { std::abort(); }
    const std::string file = folder + "/s.db";
    store::open_sqlite(file);
    accounts = std::make_unique<store::Accounts>(file);
    elsewhere = std::make_unique<store::Accounts>(file);
    for (int i = 0; i < 100; ++i) {
      password = accounts->add(fmt::format("user{}", i), "programme", {"MZ01"});
      tokens.push_back(accounts->add_token(fmt::format("user{}", i), "bench", 30).secret);
    }
  }
  ~Programme() {
    accounts.reset();
    elsewhere.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  Programme(const Programme&) = delete;
  Programme& operator=(const Programme&) = delete;

  std::string folder;
  std::unique_ptr<store::Accounts> accounts, elsewhere;
  std::string password;  ///< of user99
  std::vector<std::string> tokens;
};

Programme& programme() {
  static Programme p;
  return p;
}

void token(benchmark::State& state) {
  Programme& p = programme();
  std::size_t i = 0;
  for (auto _ : state) { benchmark::DoNotOptimize(p.accounts->by_token(p.tokens[++i % p.tokens.size()])); }
}
BENCHMARK(token)->Unit(benchmark::kMicrosecond);

void token_unknown(benchmark::State& state) {
  const std::string unknown = "bairro_" + std::string(43, 'A');
  for (auto _ : state) { benchmark::DoNotOptimize(programme().accounts->by_token(unknown)); }
}
BENCHMARK(token_unknown)->Unit(benchmark::kMicrosecond);

/// Every question is the first since another program has written.
void token_after_a_commit(benchmark::State& state) {
  Programme& p = programme();
  for (auto _ : state) {
    state.PauseTiming();
    p.elsewhere->end_session(p.elsewhere->start_session(*p.elsewhere->find("user1")));
    state.ResumeTiming();
    benchmark::DoNotOptimize(p.accounts->by_token(p.tokens[7]));
  }
}
BENCHMARK(token_after_a_commit)->Unit(benchmark::kMicrosecond)->Iterations(200);

void password_known_again(benchmark::State& state) {
  Programme& p = programme();
  for (auto _ : state) { benchmark::DoNotOptimize(p.accounts->by_password("user99", p.password)); }
}
BENCHMARK(password_known_again)->Unit(benchmark::kMicrosecond);

void start_session(benchmark::State& state) {
  Programme& p = programme();
  const store::Account account = p.accounts->find("user5").value();
  for (auto _ : state) { benchmark::DoNotOptimize(p.accounts->start_session(account)); }
}
BENCHMARK(start_session)->Unit(benchmark::kMicrosecond)->Iterations(200);

constexpr std::array<const char*, 3> whose{"known", "unknown", "disabled"};

/// A wrong password at each kind of name in turn, so that whatever else this machine does falls on all alike.
const std::array<std::vector<double>, 3>& wrong_passwords() {
  static const std::array<std::vector<double>, 3> taken = [] {
    std::array<std::vector<double>, 3> ms;
    Programme& p = programme();
    p.accounts->disable("user3");
    const std::array<const char*, 3> names{"user2", "user2x", "user3"};
    for (int round = 0; round < 200; ++round) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        const auto start = std::chrono::steady_clock::now();
        benchmark::DoNotOptimize(p.accounts->by_password(names.at(i), "wrong"));
        ms.at(i).push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
      }
    }
    for (auto& of_one : ms) { std::sort(of_one.begin(), of_one.end()); }
    return ms;
  }();
  return taken;
}

void wrong_password(benchmark::State& state) {
  const auto i = static_cast<std::size_t>(state.range(0));
  const std::vector<double>& ms = wrong_passwords().at(i);
  const auto quantile = [&](double q) { return ms[static_cast<std::size_t>(q * static_cast<double>(ms.size() - 1))]; };
  for (auto _ : state) { state.SetIterationTime(quantile(0.5) / 1000); }
  state.SetLabel(whose.at(i));
  for (const auto& [name, q] : {std::pair("p05", 0.05), {"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}, {"p95", 0.95}}) {
    state.counters[name] = quantile(q);
  }
}
BENCHMARK(wrong_password)->DenseRange(0, 2)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
