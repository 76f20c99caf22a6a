"""Airflow: a new epoch a night, asked for seven times. Copy it to the folder of DAGs and change the constants.

A run in which nothing is due ends with 0 after a few seconds, and one that failed is made up for by the next, so
there are no retries here. A task that fails names the exit code of fairdeal; docs/operations.md, "On a schedule", says
what each one means.
"""

from datetime import datetime, timedelta

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2 without the provider "standard"
    from airflow.operators.bash import BashOperator

FAIRDEAL = "/opt/fairdeal"
DATASET = "hdfs:///data/mnist"
SUBMIT = "--master yarn --deploy-mode client"

with DAG(
    dag_id="fairdeal_regenerate",
    description="The next epoch of " + DATASET,
    start_date=datetime(2026, 1, 1),
    schedule="17 2-8 * * *",
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
) as dag:
    BashOperator(
        task_id="regenerate",
        bash_command=f"{FAIRDEAL}/jobs/regenerate --dataset {DATASET} --every 20h --keep 3 --grace 48h -- {SUBMIT}",
        env={"FAIRDEAL_BUILD": "never"},
        append_env=True,
        retries=0,
    )
