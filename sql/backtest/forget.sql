-- Forget what an earlier backtest said of some questions.
delete from ops.backtest
where list_contains($questions, question)
