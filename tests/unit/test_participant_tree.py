from participants.tree import Node, Tree

COMMUNE = Node(1, None, "commune", "Xã An Ninh", 7)
HAMLET = Node(2, 1, "hamlet", "Ấp Phước Hòa", None)
TREE = Tree({1: COMMUNE, 2: HAMLET}, {7: "Cụm thi đua số 2"})


def test_upward_starts_with_the_participant_itself():
    assert list(TREE.upward(2)) == [HAMLET, COMMUNE]


def test_upward_of_an_unknown_participant_is_empty():
    assert list(TREE.upward(9)) == []


def test_upward_ends_in_a_circle():
    circle = Tree({1: Node(1, 2, "a", "A", None), 2: Node(2, 1, "b", "B", None)}, {})
    assert [node.id for node in circle.upward(1)] == [1, 2]


def test_nearest_finds_the_commune_of_a_hamlet():
    assert TREE.nearest(2, "commune") == COMMUNE
    assert TREE.nearest(2, "province") is None


def test_cluster_is_inherited_from_above():
    assert TREE.cluster_id(2) == 7
    assert TREE.cluster_id(None) is None
