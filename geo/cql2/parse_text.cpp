// SPDX-License-Identifier: Apache-2.0
// CQL2 text by recursive descent, one function a level of binding: or, and, not, comparison, sum, product, power, sign. What is a
// condition and what a number is not asked here but by check(), so that "(a + b) * 2 > c" and "(a > b) AND c" need no foresight.
#include "geo/base/number.hpp"
#include "geo/cql2/budget.hpp"
#include "geo/cql2/instants.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/cql2/scanner.hpp"
#include "geo/cql2/text_geometry.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;

constexpr std::array<std::string_view, 6> comparisons{"=", "<>", "<", ">", "<=", ">="};
/// Words that are no names of properties unless they stand in double quotes.
constexpr std::array<std::string_view, 9> reserved{"and", "or", "not", "is", "null", "like", "between", "in", "div"};

bool is_reserved(std::string_view word) {
  return std::any_of(reserved.begin(), reserved.end(), [&](std::string_view r) { return equals_word(r, word); });
}

class TextParser {
 public:
  TextParser(std::string_view text, const Limits& limits) : m_budget(limits), m_scanner((m_budget.bytes(text.size()), text)) {}

  Expression parse() {
    Expression whole = condition();
    if (m_scanner.peek().kind != Token::Kind::end) { m_scanner.refuse("an operator or the end", "um operador ou o fim"); }
    return whole;
  }

 private:
  Expression made(Kind kind, std::size_t position) {
    m_budget.node();
    Expression e;
    e.kind = kind;
    e.position = position;
    return e;
  }
  template <class... Operands>
  Expression call(std::string_view name, std::size_t position, Operands&&... operands) {
    Expression e = made(Kind::call, position);
    e.name = name;
    (e.arguments.push_back(std::forward<Operands>(operands)), ...);
    return e;
  }

  /// One level: operands, and the word between them.
  template <class Operand>
  Expression chain(std::string_view word, Operand operand) {
    Expression first = operand();
    if (!m_scanner.is_word(word)) { return first; }
    Expression all = call(word, first.position, std::move(first));
    while (m_scanner.accept_word(word)) { all.arguments.push_back(operand()); }
    return all;
  }
  Expression condition() {
    const Deeper deeper(m_budget, m_depth);
    return chain("or", [&] { return chain("and", [&] { return negation(); }); });
  }
  Expression negation() {
    const std::size_t at = m_scanner.peek().position;
    if (!m_scanner.accept_word("not")) { return comparison(); }
    const Deeper deeper(m_budget, m_depth);
    return call("not", at, negation());
  }

  Expression comparison() {
    Expression left = sum();
    const std::size_t at = left.position;
    for (const std::string_view op : comparisons) {
      if (m_scanner.accept(op)) { return call(op, at, std::move(left), sum()); }
    }
    if (m_scanner.accept_word("is")) {
      const bool negated = m_scanner.accept_word("not");
      if (!m_scanner.accept_word("null")) { m_scanner.refuse("NULL", "NULL"); }
      return negated_if(negated, call("isNull", at, std::move(left)));
    }
    const bool negated = m_scanner.accept_word("not");
    if (m_scanner.accept_word("like")) { return negated_if(negated, call("like", at, std::move(left), sum())); }
    if (m_scanner.accept_word("between")) {
      Expression low = sum();
      if (!m_scanner.accept_word("and")) { m_scanner.refuse("AND", "AND"); }
      return negated_if(negated, call("between", at, std::move(left), std::move(low), sum()));
    }
    if (m_scanner.accept_word("in")) { return negated_if(negated, call("in", at, std::move(left), array())); }
    if (negated) { m_scanner.refuse("LIKE, BETWEEN or IN", "LIKE, BETWEEN ou IN"); }
    return left;
  }
  Expression negated_if(bool negated, Expression e) {
    if (!negated) { return e; }
    const std::size_t at = e.position;
    return call("not", at, std::move(e));
  }

  /// Operators of equal rank, from the left; each makes the tree one level deeper.
  template <class Operand, class Next>
  Expression from_left(Operand operand, Next next) {
    Expression left = operand();
    std::size_t levels = 0;
    while (const auto op = next()) {
      m_budget.depth(m_depth + ++levels);
      const std::size_t at = left.position;
      left = call(*op, at, std::move(left), operand());
    }
    return left;
  }
  std::optional<std::string_view> accepted(std::initializer_list<std::string_view> symbols) {
    for (const std::string_view symbol : symbols) {
      if (m_scanner.accept(symbol)) { return symbol; }
    }
    return std::nullopt;
  }
  Expression sum() {
    return from_left([&] { return product(); }, [&] { return accepted({"+", "-"}); });
  }
  Expression product() {
    const auto next = [&] {
      auto op = accepted({"*", "/", "%"});
      return !op && m_scanner.accept_word("div") ? std::optional<std::string_view>("div") : op;
    };
    return from_left([&] { return power(); }, next);
  }
  Expression power() {
    return from_left([&] { return signed_operand(); }, [&] { return accepted({"^"}); });
  }
  Expression signed_operand() {
    const std::size_t at = m_scanner.peek().position;
    if (m_scanner.accept("+")) { return number(false, at); }
    if (!m_scanner.accept("-")) { return operand(); }
    if (m_scanner.peek().kind == Token::Kind::number) { return number(true, at); }
    const Deeper deeper(m_budget, m_depth);
    Expression minus_one = made(Kind::number, at);
    minus_one.value = std::int64_t{-1};
    return call("*", at, std::move(minus_one), signed_operand());
  }

  Expression number(bool negative, std::size_t at) {
    if (m_scanner.peek().kind != Token::Kind::number) { m_scanner.refuse("a number", "um número"); }
    const std::string written = (negative ? "-" : "") + std::string(m_scanner.peek().written);
    Expression e = made(Kind::number, at);
    if (const auto whole = parse_integer(written)) {
      e.value = *whole;
    } else if (const auto real = parse_number(written)) {
      e.value = *real;
    } else {
      m_scanner.refuse("a number that there is", "um número que exista");
    }
    m_scanner.take();
    return e;
  }

  Expression operand() {
    const Token& next = m_scanner.peek();
    const std::size_t at = next.position;
    switch (next.kind) {
      case Token::Kind::number: return number(false, at);
      case Token::Kind::text: {
        Expression e = made(Kind::text, at);
        e.value = unquoted(m_scanner.take());
        return e;
      }
      case Token::Kind::quoted_name: return property(at);
      case Token::Kind::name:
        if (!is_reserved(next.written)) { return named(at); }
        break;
      case Token::Kind::symbol:
        if (m_scanner.accept("(")) {
          Expression inside = condition();
          m_scanner.expect(")");
          return inside;
        }
        break;
      case Token::Kind::end: break;
    }
    m_scanner.refuse("a property, a value, a function or '('", "uma propriedade, um valor, uma função ou '('");
  }

  Expression property(std::size_t at) {
    Expression e = made(Kind::property, at);
    e.name = unquoted(m_scanner.take());
    if (e.name.empty()) { m_scanner.refuse_at(at, "a name is empty", "há um nome vazio"); }
    return e;
  }

  /// A name, and what it may be besides a property's.
  Expression named(std::size_t at) {
    const std::string word(m_scanner.peek().written);
    if (equals_word(word, "true") || equals_word(word, "false")) {
      Expression e = made(Kind::boolean, at);
      e.value = equals_word(word, "true");
      m_scanner.take();
      return e;
    }
    Expression name = property(at);
    const bool has_bracket = m_scanner.peek().kind == Token::Kind::symbol && m_scanner.peek().written == "(";
    const bool has_z = m_scanner.is_word("z") && names_geometry(word);
    if (!has_bracket && !has_z) { return name; }
    const Deeper deeper(m_budget, m_depth);
    if (names_geometry(word)) { return at_position(at, read_geometry(word, m_scanner, m_budget)); }
    if (equals_word(word, "date")) { return instant(at, date_of, "DATE('2024-05-31')"); }
    if (equals_word(word, "timestamp")) { return instant(at, timestamp_of, "TIMESTAMP('2024-05-31T14:00:00Z')"); }
    m_scanner.expect("(");
    if (equals_word(word, "interval")) { return interval(at); }
    const Operator* op = find_operator(word);
    if (op == nullptr || !is_function(*op)) {
      m_scanner.refuse_at(at, "there is no function '" + word + "'", "não existe a função '" + word + "'");
    }
    Expression e = call(op->name, at);
    do { e.arguments.push_back(op->family == Family::array ? array_or_operand() : sum()); } while (m_scanner.accept(","));
    if (e.arguments.size() < op->least || e.arguments.size() > op->most) {
      const std::string count = operand_count(*op);
      m_scanner.refuse_at(at, word + " takes " + count + " operands", word + " leva " + count + " operandos");
    }
    m_scanner.expect(")");
    return e;
  }
  static Expression at_position(std::size_t at, Expression e) {
    e.position = at;
    return e;
  }

  template <class Read>
  Expression instant(std::size_t at, Read read, const std::string& example) {
    m_scanner.expect("(");
    const Token& text = m_scanner.peek();
    auto e = text.kind == Token::Kind::text ? read(text.written) : std::nullopt;
    if (!e) { m_scanner.refuse(example, example); }
    m_scanner.take();
    m_scanner.expect(")");
    return at_position(at, *std::move(e));
  }
  Expression interval(std::size_t at) {
    Expression from = interval_end();
    m_scanner.expect(",");
    Expression to = interval_end();
    m_scanner.expect(")");
    return call("interval", at, std::move(from), std::move(to));
  }
  Expression interval_end() {
    const Token& next = m_scanner.peek();
    const bool is_name = next.kind == Token::Kind::quoted_name || (next.kind == Token::Kind::name && !is_reserved(next.written));
    if (is_name) { return property(next.position); }
    auto e = next.kind == Token::Kind::text ? end_of_interval(next.written) : std::nullopt;
    if (!e) {
      m_scanner.refuse("a date, a time or '..' in quotes, or a property", "uma data, uma hora ou '..' entre aspas, ou uma propriedade");
    }
    e->position = next.position;
    m_budget.node();
    m_scanner.take();
    return *std::move(e);
  }

  Expression array() {
    const Deeper deeper(m_budget, m_depth);
    Expression e = made(Kind::array, m_scanner.peek().position);
    m_scanner.expect("(");
    if (m_scanner.accept(")")) { return e; }
    do { e.arguments.push_back(sum()); } while (m_scanner.accept(","));
    m_scanner.expect(")");
    return e;
  }
  Expression array_or_operand() {
    const bool is_array = m_scanner.peek().kind == Token::Kind::symbol && m_scanner.peek().written == "(";
    return is_array ? array() : sum();
  }

  Budget m_budget;
  Scanner m_scanner;
  std::size_t m_depth = 0;
};

}  // namespace

Expression parse_text(std::string_view text, const Limits& limits) { return TextParser(text, limits).parse(); }

}  // namespace geo::cql2
