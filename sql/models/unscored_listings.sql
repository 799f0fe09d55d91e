-- What is listed but not modelled: rows without a probability.
insert into scores.title_genre
    (run_id, title_id, taxonomy, genre, probability, is_predicted, is_out_of_fold)
select $run_id, title_id, taxonomy, genre, null, false, true
from features.listing
anti join (select * from scores.title_genre where run_id = $run_id)
    using (title_id, taxonomy, genre)
