// SPDX-License-Identifier: Apache-2.0
// Who may sign in, with what, and until when.
#include "store/accounts/accounts.hpp"

#include "geo/base/error.hpp"
#include "store/accounts/secret.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <latch>
#include <list>
#include <set>
#include <thread>

namespace {

namespace fs = std::filesystem;
using geo::Problem;
using store::Accounts;
using store::PasswordTurn;

constexpr geo::TimeMs day_ms = 86'400'000;
constexpr geo::TimeMs minute_ms = 60'000;
constexpr geo::TimeMs half_a_day_ms = 43'200'000;

template <class Act>
std::optional<Problem> problem_of(Act act) {
  try {
    act();
  } catch (const geo::Error& error) {
    EXPECT_FALSE(error.text().pt.empty());
    return error.problem();
  }
  return std::nullopt;
}

class SignIn : public testing::Test {
 protected:
  SignIn() { store::open_sqlite(file, {.use_cache = false}); }

  /// Counts hashes; cheap ones, since these tests are about which are computed, not about what one costs.
  [[nodiscard]] store::AccountOptions options() {
    store::PasswordCost cost;
    cost.passes = 1;
    cost.memory_bytes = std::size_t{64} * 1024;
    cost.watch = [this](bool begins) { hashes += begins ? 1 : 0; };
    return {.clock = [this] { return now.load(); }, .ticks = [this] { return ticks.load(); }, .check_role = {}, .cost = cost};
  }

  /// How many hashes a sign-in takes.
  int cost_of(Accounts& accounts, const std::string& name, const std::string& password) {
    const int before = hashes;
    static_cast<void>(accounts.by_password(name, password));
    return hashes - before;
  }

  /// What lies in the store and beside it. The streams stay open: to close one drops the locks that SQLite holds here (POSIX).
  std::string bytes_of_all_files() {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file()) { continue; }
      std::ifstream& in = m_open.emplace_back(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return all;
  }

  store_test::TemporaryFolder folder;
  fs::path file = fs::path(folder.path()) / "s.db";
  std::atomic<geo::TimeMs> now{1'700'000'000'000};
  std::atomic<geo::TimeMs> ticks{5'000};
  std::atomic<int> hashes{0};

 private:
  std::list<std::ifstream> m_open;
};

TEST_F(SignIn, ThePasswordLetsInAndNothingElseDoes) {
  Accounts accounts(file, options());
  const std::string password = accounts.add("ana.m-1", "programme", {"MZ02", "MZ01", "MZ02"});
  const auto account = accounts.by_password("ana.m-1", password);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->name, "ana.m-1");
  EXPECT_EQ(account->role, "programme");
  EXPECT_EQ(account->areas, (std::vector<std::string>{"MZ01", "MZ02"}));
  EXPECT_EQ(account->created_at, now);
  EXPECT_FALSE(account->disabled);
  for (const std::string& wrong : {std::string(), password + "a", password.substr(1), password + '\0', std::string(100'000, 'a')}) {
    EXPECT_FALSE(accounts.by_password("ana.m-1", wrong));
  }
  for (const std::string& other : {std::string(), std::string("ANA.M-1"), std::string("ana.m-1\0", 8), std::string("' OR 1=1 --"),
                                   std::string(100'000, 'a'), std::string("\xff\xfe")}) {
    EXPECT_FALSE(accounts.by_password(other, password));
  }
}

TEST_F(SignIn, PasswordsAreLongAndReadable) {
  Accounts accounts(file, options());
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string password = store::new_password();
    EXPECT_EQ(password.size(), 34U);
    EXPECT_EQ(password.find_first_not_of("abcdefghjkmnpqrstuvwxyz23456789-"), std::string::npos) << password;
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 200U);
}

TEST_F(SignIn, WhatHasNoMeaningIsRefused) {
  Accounts accounts(file, options());
  for (const char* name : {"", "Ana", "1ana", "-ana", "a b", "ana\n", "ána", "ana/", "bairro:ana"}) {
    EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add(name, "programme", {})); }), Problem::usage) << name;
  }
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add(std::string(64, 'a'), "programme", {})); }), Problem::usage);
  for (const char* area : {"", "M", "mz01", "MZ 01", "MZ-01", "MZ0123456789012345678"}) {
    EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add("ana", "programme", {"MZ01", area})); }), Problem::usage) << area;
  }
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add("ana", "king", {})); }), Problem::usage);
  EXPECT_TRUE(accounts.list().empty()) << "nothing of it was kept";
  static_cast<void>(accounts.add(std::string(63, 'a'), "visitor", {}));
  static_cast<void>(accounts.add("ana", "visitor", {}));
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add("ana", "programme", {})); }), Problem::conflict);
  EXPECT_EQ(accounts.find("ana")->role, "visitor") << "and nobody rises in rank by being added again";
  for (const int days : {0, -1, 3651}) {
    EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add_token("ana", "", days)); }), Problem::usage);
  }
  for (const std::string& label : {std::string("two\nlines"), std::string(101, 'a'), std::string("\xff")}) {
    EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add_token("ana", label, 1)); }), Problem::usage);
  }
  for (const auto& act : std::vector<std::function<void()>>{
           [&] { static_cast<void>(accounts.reset_password("rui")); }, [&] { accounts.disable("rui"); }, [&] { accounts.enable("rui"); },
           [&] { static_cast<void>(accounts.add_token("rui", "", 1)); }, [&] { static_cast<void>(accounts.tokens_of("rui")); },
           [&] { accounts.revoke(1); }, [&] { static_cast<void>(accounts.start_session({.name = "rui"})); }}) {
    EXPECT_EQ(problem_of(act), Problem::not_found);
  }
}

TEST_F(SignIn, RolesAreWhatTheCallerSaysTheyAre) {
  store::AccountOptions own = options();
  own.check_role = [](const std::string& role) {
    if (role != "police") { throw geo::Error(Problem::usage, "no", "não"); }
  };
  Accounts accounts(file, own);
  static_cast<void>(accounts.add("ana", "police", {}));
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.add("rui", "programme", {})); }), Problem::usage);
}

TEST_F(SignIn, UnknownAndDisabledCostWhatAWrongPasswordCosts) {
  Accounts accounts(file, options());
  const std::string password = accounts.add("ana", "programme", {});
  const std::string of_rui = accounts.add("rui", "programme", {});
  accounts.disable("rui");
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(cost_of(accounts, "ana", "wrong"), 1);
    EXPECT_EQ(cost_of(accounts, "nobody", "wrong"), 1);
    EXPECT_EQ(cost_of(accounts, "rui", "wrong"), 1);
    EXPECT_EQ(cost_of(accounts, "rui", of_rui), 1) << "nor does the right one tell that the account is there";
    EXPECT_EQ(cost_of(accounts, "no name at all", ""), 1);
  }
  EXPECT_FALSE(accounts.by_password("rui", of_rui));
}

TEST_F(SignIn, NobodysHashIsOneOfTheSameCost) {
  store::PasswordCost cost;
  int computed = 0;
  cost.watch = [&](bool begins) { computed += begins ? 1 : 0; };
  store::PasswordHasher hasher(cost);
  EXPECT_FALSE(hasher.is_outdated(hasher.nobodys_hash())) << "libsodium reads it, with our passes and memory";
  EXPECT_EQ(hasher.nobodys_hash().size(), PasswordTurn(hasher).hash("x").size());
  EXPECT_EQ(PasswordTurn(hasher).hash("x").rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0U);
  EXPECT_NE(store::PasswordHasher(cost).nobodys_hash(), hasher.nobodys_hash());
  const auto took = [&](const std::string& hash) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(PasswordTurn(hasher).verify(hash, "y"));
    return std::chrono::steady_clock::now() - start;
  };
  const std::string real = PasswordTurn(hasher).hash("x");
  auto least_real = took(real);
  auto least_of_nobody = took(hasher.nobodys_hash());
  for (int i = 0; i < 4; ++i) {
    least_real = std::min(least_real, took(real));
    least_of_nobody = std::min(least_of_nobody, took(hasher.nobodys_hash()));
  }
  EXPECT_GT(least_of_nobody * 2, least_real) << "a hash that libsodium refused to read would take no time at all";
  EXPECT_EQ(computed, 13);
}

TEST_F(SignIn, ARightPasswordIsKnownForFiveMinutes) {
  Accounts accounts(file, options());
  const std::string password = accounts.add("ana", "programme", {});
  EXPECT_EQ(cost_of(accounts, "ana", password), 1);
  EXPECT_EQ(cost_of(accounts, "ana", password), 0);
  EXPECT_EQ(cost_of(accounts, "ana", password + "x"), 1);
  ticks += 5 * minute_ms - 1;
  EXPECT_EQ(cost_of(accounts, "ana", password), 0);
  ticks += 1;
  EXPECT_EQ(cost_of(accounts, "ana", password), 1) << "asking again does not make it last";
  EXPECT_EQ(cost_of(accounts, "ana", password), 0);
}

TEST_F(SignIn, WhatIsKnownDiesWithAnyChangeByAnyProgram) {
  Accounts server(file, options());
  Accounts command_line(file, options());
  const std::string password = command_line.add("ana", "programme", {});
  ASSERT_TRUE(server.by_password("ana", password));
  command_line.disable("ana");
  EXPECT_FALSE(server.by_password("ana", password));
  command_line.enable("ana");
  ASSERT_TRUE(server.by_password("ana", password));
  EXPECT_EQ(cost_of(server, "ana", password), 0);
  const std::string next = command_line.reset_password("ana");
  EXPECT_FALSE(server.by_password("ana", password));
  EXPECT_TRUE(server.by_password("ana", next));
}

TEST_F(SignIn, AnAccountThatChangesWhileItsPasswordIsCheckedStaysOut) {
  std::function<void()> meanwhile;
  store::AccountOptions watched = options();
  watched.cost.watch = [&](bool begins) {
    if (!begins && meanwhile) { std::exchange(meanwhile, nullptr)(); }
  };
  Accounts server(file, watched);
  Accounts command_line(file, options());
  const std::string password = command_line.add("ana", "programme", {});
  meanwhile = [&] { command_line.disable("ana"); };
  EXPECT_FALSE(server.by_password("ana", password));
  command_line.enable("ana");
  meanwhile = [&] { static_cast<void>(command_line.reset_password("ana")); };
  EXPECT_FALSE(server.by_password("ana", password));
}

TEST_F(SignIn, AHashOfAnotherCostIsMadeAnewAtTheNextSignIn) {
  std::string password;
  {
    store::AccountOptions weak = options();
    weak.cost.memory_bytes = std::size_t{32} * 1024;
    password = Accounts(file, weak).add("ana", "programme", {});
  }
  const auto stored = [&] { return store::Database(file, store::Database::Mode::read_only).text("SELECT password FROM account"); };
  const std::string before = stored();
  Accounts accounts(file, options());
  EXPECT_EQ(cost_of(accounts, "ana", "wrong"), 1);
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(cost_of(accounts, "ana", password), 2);
  EXPECT_NE(stored(), before);
  EXPECT_NE(stored().find("m=64,"), std::string::npos);
  EXPECT_EQ(cost_of(accounts, "ana", password), 0);
  EXPECT_TRUE(Accounts(file, options()).by_password("ana", password));
}

TEST_F(SignIn, TwoHashesAtATimeTheThirdWaitsAndThenIsTurnedAway) {
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::latch two_are_in(2);
  std::latch may_end(1);
  store::AccountOptions slow = options();
  slow.cost.patience = std::chrono::milliseconds(20);
  std::atomic<int> to_hold{0};
  slow.cost.watch = [&](bool begins) {
    if (!begins) {
      --running;
      return;
    }
    const int now_running = ++running;
    for (int seen = most; seen < now_running && !most.compare_exchange_weak(seen, now_running);) {}
    if (to_hold.fetch_sub(1) > 0) {
      two_are_in.count_down();
      may_end.wait();
    }
  };
  Accounts accounts(file, slow);
  const std::string password = accounts.add("ana", "programme", {});
  to_hold = 2;
  std::vector<std::thread> threads;
  threads.reserve(2);
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] { EXPECT_FALSE(accounts.by_password("ana", "wrong")); });
  }
  two_are_in.wait();
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.by_password("ana", password)); }), Problem::busy);
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.by_password("nobody", password)); }), Problem::busy);
  may_end.count_down();
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_TRUE(accounts.by_password("ana", password)) << "a turn that ended is free again";
  EXPECT_EQ(most, 2);
}

TEST_F(SignIn, ManyAtOnceWithOnePasswordComputeItOnce) {
  std::latch all_ask(4);
  std::atomic<bool> hold{false};
  store::AccountOptions one_turn = options();
  one_turn.cost.at_once = 1;
  one_turn.cost.patience = std::chrono::minutes(1);
  one_turn.cost.watch = [&](bool begins) {
    if (!begins) { return; }
    ++hashes;
    if (!hold.exchange(false)) { return; }
    all_ask.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // time for the others to queue; whoever is late is let in all the same
  };
  Accounts accounts(file, one_turn);
  const std::string password = accounts.add("ana", "programme", {});
  hashes = 0;
  hold = true;
  std::atomic<int> let_in{0};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      all_ask.count_down();
      let_in += accounts.by_password("ana", password) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(let_in, 4);
  EXPECT_EQ(hashes, 1);
}

TEST_F(SignIn, ATokenSaysWhoseItIsUntilItEnds) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "visitor", {"MZ01"}));
  const store::NewToken token = accounts.add_token("ana", "QGIS em Pemba", 30);
  EXPECT_EQ(token.secret.size(), 50U);
  EXPECT_EQ(token.secret.rfind("bairro_", 0), 0U);
  EXPECT_EQ(token.record.expires_at, now + 30 * day_ms);
  const auto account = accounts.by_token(token.secret);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->name, "ana");
  EXPECT_EQ(account->areas, std::vector<std::string>{"MZ01"});
  std::string flipped = token.secret;
  flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
  for (const std::string& wrong :
       {std::string(), token.secret.substr(0, 49), token.secret + "A", token.secret.substr(7), flipped, "bairro_" + std::string(43, 'A'),
        "bairro_" + std::string(43, '\''), "BAIRRO_" + token.secret.substr(7)}) {
    EXPECT_FALSE(accounts.by_token(wrong)) << wrong;
  }
  now += 30 * day_ms - 1;
  EXPECT_TRUE(accounts.by_token(token.secret));
  now += 1;
  EXPECT_FALSE(accounts.by_token(token.secret));
  EXPECT_EQ(hashes, 1) << "of the password, when the account was made";
}

TEST_F(SignIn, AClockThatHasGoneBackRevivesNoToken) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "visitor", {}));
  const store::NewToken token = accounts.add_token("ana", "", 1);
  now -= 4 * minute_ms;
  EXPECT_TRUE(accounts.by_token(token.secret)) << "set right by a little";
  now -= 2 * minute_ms;
  EXPECT_FALSE(accounts.by_token(token.secret));
}

TEST_F(SignIn, RevokingIsSeenByOtherProgramsAtOnce) {
  Accounts server(file, options());
  Accounts command_line(file, options());
  static_cast<void>(command_line.add("ana", "visitor", {}));
  const store::NewToken first = command_line.add_token("ana", "first", 30);
  const store::NewToken second = command_line.add_token("ana", "second", 30);
  for (int i = 0; i < 3; ++i) { ASSERT_TRUE(server.by_token(first.secret)); }
  EXPECT_EQ(command_line.revoke(first.record.id).account, "ana");
  EXPECT_FALSE(server.by_token(first.secret));
  EXPECT_FALSE(command_line.by_token(first.secret));
  EXPECT_TRUE(server.by_token(second.secret));
  const auto revoked_at = server.tokens().at(0).revoked_at;
  now += 1000;
  EXPECT_EQ(command_line.revoke(first.record.id).revoked_at, revoked_at) << "the first time counts";
}

TEST_F(SignIn, DisablingEndsTokensAndSessionsForGood) {
  Accounts server(file, options());
  Accounts command_line(file, options());
  static_cast<void>(command_line.add("ana", "visitor", {}));
  static_cast<void>(command_line.add("rui", "visitor", {}));
  const store::NewToken of_ana = command_line.add_token("ana", "", 30);
  const store::NewToken of_rui = command_line.add_token("rui", "", 30);
  const std::string session = server.start_session(*server.find("ana"));
  ASSERT_TRUE(server.by_token(of_ana.secret) && server.by_session(session));
  command_line.disable("ana");
  EXPECT_FALSE(server.by_token(of_ana.secret) || server.by_session(session));
  EXPECT_TRUE(server.by_token(of_rui.secret));
  EXPECT_EQ(problem_of([&] { static_cast<void>(server.add_token("ana", "", 1)); }), Problem::conflict);
  command_line.enable("ana");
  EXPECT_FALSE(server.by_token(of_ana.secret) || server.by_session(session)) << "they may lie on a laptop that was lost";
  EXPECT_TRUE(server.by_token(server.add_token("ana", "", 1).secret));
}

TEST_F(SignIn, TokensAreListedWithoutTheirSecrets) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "visitor", {}));
  static_cast<void>(accounts.add("rui", "visitor", {}));
  static_cast<void>(accounts.add_token("ana", "one", 1));
  static_cast<void>(accounts.add_token("rui", "two", 2));
  static_cast<void>(accounts.start_session(*accounts.find("ana")));
  const std::vector<store::TokenRecord> all = accounts.tokens();
  ASSERT_EQ(all.size(), 2U) << "a session is none";
  EXPECT_EQ(all[1].account + all[1].label, "ruitwo");
  EXPECT_EQ(all[1].expires_at - all[1].created_at, 2 * day_ms);
  EXPECT_FALSE(all[1].revoked_at);
  EXPECT_EQ(accounts.tokens_of("ana").size(), 1U);
}

TEST_F(SignIn, SessionsLastTwelveHoursAndEndWithThePassword) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "programme", {}));
  const store::Account ana = *accounts.find("ana");
  const std::string first = accounts.start_session(ana);
  const std::string second = accounts.start_session(ana);
  EXPECT_EQ(accounts.by_session(first)->name, "ana");
  EXPECT_FALSE(accounts.by_token(first)) << "a cookie is no token";
  const store::NewToken token = accounts.add_token("ana", "", 1);
  EXPECT_FALSE(accounts.by_session(token.secret)) << "nor a token a cookie";
  accounts.end_session(token.secret);
  accounts.end_session(first);
  accounts.end_session(first);
  EXPECT_FALSE(accounts.by_session(first));
  EXPECT_TRUE(accounts.by_session(second) && accounts.by_token(token.secret));
  now += half_a_day_ms - 1;
  EXPECT_TRUE(accounts.by_session(second));
  now += 1;
  EXPECT_FALSE(accounts.by_session(second));
  const std::string third = accounts.start_session(ana);
  static_cast<void>(accounts.reset_password("ana"));
  EXPECT_FALSE(accounts.by_session(third));
  EXPECT_EQ(problem_of([&] { static_cast<void>(accounts.start_session(ana)); }), Problem::conflict)
      << "signed in with the password of before";
}

TEST_F(SignIn, OfManySessionsTheOldestEnd) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "programme", {}));
  static_cast<void>(accounts.add("rui", "programme", {}));
  const std::string of_rui = accounts.start_session(*accounts.find("rui"));
  std::vector<std::string> sessions;
  sessions.reserve(25);
  for (int i = 0; i < 25; ++i) { sessions.push_back(accounts.start_session(*accounts.find("ana"))); }
  for (std::size_t i = 0; i < 25; ++i) { EXPECT_EQ(accounts.by_session(sessions[i]).has_value(), i >= 5) << i; }
  EXPECT_TRUE(accounts.by_session(of_rui));
}

TEST_F(SignIn, NothingSecretIsInTheFiles) {
  Accounts accounts(file, options());
  std::vector<std::string> secrets;
  secrets.push_back(accounts.add("ana", "programme", {}));
  secrets.push_back(accounts.reset_password("ana"));
  secrets.push_back(accounts.add_token("ana", "laptop", 30).secret);
  secrets.push_back(accounts.start_session(*accounts.find("ana")));
  ASSERT_TRUE(accounts.by_password("ana", secrets[1]) && accounts.by_token(secrets[2]) && accounts.by_session(secrets[3]));
  const auto look = [&] {
    const std::string bytes = bytes_of_all_files();
    EXPECT_NE(bytes.find("$argon2id$"), std::string::npos) << "it was written to these files";
    EXPECT_NE(bytes.find(store::bytes_of(store::sha256(secrets[2]))), std::string::npos);
    for (const std::string& secret : secrets) {
      EXPECT_EQ(bytes.find(secret), std::string::npos);
      EXPECT_EQ(bytes.find(secret.substr(secret.size() - 20)), std::string::npos) << "nor without its prefix";
    }
  };
  EXPECT_GT(fs::file_size(file.string() + "-wal"), 0U);
  look();
  store::Database(file, store::Database::Mode::read_write).execute("PRAGMA wal_checkpoint(TRUNCATE)");
  look();
}

TEST_F(SignIn, TheFileIsForItsOwnerAlone) {
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read);
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "programme", {}));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    EXPECT_EQ(fs::status(file.string() + suffix).permissions(), fs::perms::owner_read | fs::perms::owner_write) << suffix;
  }
  EXPECT_EQ(problem_of([&] { Accounts(fs::path(folder.path()) / "none.db", options()); }), Problem::not_found);
  EXPECT_FALSE(fs::exists(fs::path(folder.path()) / "none.db"));
}

TEST_F(SignIn, ManyThreadsAskWhileOneChanges) {
  Accounts accounts(file, options());
  static_cast<void>(accounts.add("ana", "visitor", {}));
  const store::NewToken kept = accounts.add_token("ana", "kept", 30);
  std::atomic<bool> stop{false};
  std::atomic<int> lost{0};
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) { lost += accounts.by_token(kept.secret) ? 0 : 1; }
    });
  }
  for (int i = 0; i < 30; ++i) {
    const store::NewToken token = accounts.add_token("ana", "", 1);
    EXPECT_TRUE(accounts.by_token(token.secret));
    accounts.revoke(token.record.id);
    EXPECT_FALSE(accounts.by_token(token.secret)) << "seen by whoever asks after it";
  }
  stop = true;
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(lost, 0);
}

}  // namespace
