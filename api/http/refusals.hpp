// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/language.hpp"

namespace api {

/// Why a request is refused: the status, and a fixed sentence for the client.
struct Refusal {
  int status = 0;
  Words words;
};

/// All that the HTTP layer itself says to clients, in one place.
namespace refusals {

// The first line.
inline constexpr Refusal not_http{400, {"This is not an HTTP request.", "Isto não é um pedido HTTP."}};
inline constexpr Refusal bad_line{400, {"The request line is not valid.", "A linha do pedido não é válida."}};
inline constexpr Refusal line_too_long{414, {"The request line is too long.", "A linha do pedido é demasiado longa."}};
inline constexpr Refusal bad_version{400, {"The HTTP version is not valid.", "A versão de HTTP não é válida."}};
inline constexpr Refusal other_version{505, {"Only HTTP/1.0 and HTTP/1.1 are spoken here.", "Aqui só se fala HTTP/1.0 e HTTP/1.1."}};
inline constexpr Refusal unknown_method{501, {"This method is not implemented.", "Este método não existe aqui."}};
inline constexpr Refusal star{400, {"Only OPTIONS may ask for '*'.", "Só OPTIONS pode pedir '*'."}};
inline constexpr Refusal fragment{400, {"The target must not hold a fragment.", "O endereço não pode ter um fragmento."}};
inline constexpr Refusal bad_target{
    400, {"The target must be a path or an absolute http address.", "O endereço tem de ser um caminho ou um endereço http absoluto."}};
inline constexpr Refusal bad_path{
    400, {"The path is not valid percent-encoded UTF-8.", "O caminho não é UTF-8 válido com escapes de percentagem."}};
inline constexpr Refusal bad_query{
    400, {"The query is not valid percent-encoded UTF-8.", "A consulta não é UTF-8 válido com escapes de percentagem."}};

// Fields.
inline constexpr Refusal bare_lf{400, {"A line of the head does not end in CRLF.", "Uma linha do cabeçalho não termina em CRLF."}};
inline constexpr Refusal fields_too_large{431, {"The header fields are too large.", "Os campos do cabeçalho são demasiado grandes."}};
inline constexpr Refusal too_many_fields{431, {"There are too many header fields.", "Há demasiados campos no cabeçalho."}};
inline constexpr Refusal folded{400, {"A header line is folded.", "Uma linha do cabeçalho está dobrada."}};
inline constexpr Refusal no_colon{400, {"A header line has no colon.", "Uma linha do cabeçalho não tem dois pontos."}};
inline constexpr Refusal bad_name{400, {"A header name is not valid.", "Um nome do cabeçalho não é válido."}};
inline constexpr Refusal control{400, {"A header value holds a control character.", "Um valor do cabeçalho tem um carácter de controlo."}};
inline constexpr Refusal bad_host{400, {"The Host field is not a host name.", "O campo Host não é um nome de máquina."}};
inline constexpr Refusal two_hosts{400, {"The Host field is given twice.", "O campo Host está repetido."}};
inline constexpr Refusal no_host{400, {"The Host field is missing.", "Falta o campo Host."}};
inline constexpr Refusal unknown_expectation{
    417, {"The only expectation understood is 100-continue.", "A única expectativa que se entende é 100-continue."}};

// Where the body ends.
inline constexpr Refusal bad_length{400, {"Content-Length is not a number.", "Content-Length não é um número."}};
inline constexpr Refusal two_lengths{400, {"Content-Length is given twice.", "Content-Length está repetido."}};
inline constexpr Refusal two_codings{400, {"Transfer-Encoding is given twice.", "Transfer-Encoding está repetido."}};
inline constexpr Refusal coding_in_1_0{400, {"HTTP/1.0 has no Transfer-Encoding.", "HTTP/1.0 não tem Transfer-Encoding."}};
inline constexpr Refusal length_and_coding{
    400, {"Content-Length and Transfer-Encoding are both given.", "Content-Length e Transfer-Encoding estão ambos presentes."}};
inline constexpr Refusal unknown_coding{
    501, {"The only transfer coding understood is chunked.", "A única codificação de transferência que se entende é chunked."}};
inline constexpr Refusal body_too_large{413,
                                        {"The body is larger than this resource accepts.", "O corpo é maior do que este recurso aceita."}};
inline constexpr Refusal bad_chunk_size{400, {"A chunk size is not valid.", "O tamanho de um bloco não é válido."}};
inline constexpr Refusal chunk_sizes_too_long{
    400, {"The chunk sizes and extensions are too long.", "Os tamanhos e extensões dos blocos são demasiado longos."}};
inline constexpr Refusal chunk_line_lf{
    400, {"A line of the chunked body does not end in CRLF.", "Uma linha do corpo em blocos não termina em CRLF."}};
inline constexpr Refusal chunk_end{400, {"A chunk does not end in CRLF.", "Um bloco não termina em CRLF."}};
inline constexpr Refusal trailers_too_large{431, {"The trailer fields are too large.", "Os campos finais são demasiado grandes."}};
inline constexpr Refusal too_many_trailers{431, {"There are too many trailer fields.", "Há demasiados campos finais."}};

// The moment.
inline constexpr Refusal too_late{408, {"The request did not arrive in time.", "O pedido não chegou a tempo."}};
inline constexpr Refusal too_many_uploads{
    503, {"The server holds too many uploads at this moment.", "O servidor tem neste momento demasiados envios em curso."}};
inline constexpr Refusal disk_full{
    507, {"There is no room for what was sent; nothing of it was kept.", "Não há espaço para o que foi enviado; nada se guardou."}};
inline constexpr Refusal all_busy{503, {"All workers are busy.", "Todos os trabalhadores estão ocupados."}};
inline constexpr Refusal waited_too_long{
    503, {"The request waited too long for a worker.", "O pedido esperou demasiado tempo por um trabalhador."}};
inline constexpr Refusal too_many_connections{503, {"There are too many connections.", "Há demasiadas ligações."}};
inline constexpr Refusal unanswered{500, {"The request could not be answered.", "Não foi possível responder ao pedido."}};
inline constexpr Refusal failure{500,
                                 {"The request could not be answered. The log has more under this request_id.",
                                  "Não foi possível responder ao pedido. O registo diz mais sob este request_id."}};

}  // namespace refusals
}  // namespace api
