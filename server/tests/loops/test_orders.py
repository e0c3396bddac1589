"""What a place is told to start can start there."""

from dayshift.testing.world import World


def test_a_program_that_brings_no_file_finds_the_folder_of_a_project_without_files(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()

    world.at("10:00").run(server)

    assert world.files.root(world.project).is_dir()
